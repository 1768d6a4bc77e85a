"""A firewall that refuses with status 200: the portal behind it is neither up nor down."""

from monitor.canaries.contract import Canary, outcome

_PAGE = """<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.
Please consult with your administrator.<br><br>Your support ID is: {mark}<br><br>
<a href='javascript:history.back();'>[Go Back]</a></body></html>"""

CANARY = Canary(
    name="blocked", page=_PAGE, expects={"reachability": outcome("blocked"), "landing_page": outcome("blocked")}
)
