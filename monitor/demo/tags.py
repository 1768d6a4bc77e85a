"""The EMC tracking tag in the spellings met in public templates; the estate's site ids are invented."""

_WHOLE = """<!-- Begin EMC Tracking Code -->
<script type="text/javascript">
var _govaq = window._govaq || [];
_govaq.push(['trackPageView']);
_govaq.push(['enableLinkTracking']);
(function () {{
_govaq.push(['setTrackerUrl', '{scheme}://f-emc.ngsp.gov.vn/tracking']);
_govaq.push(['setSiteId', '{site}']);
var d = document, g = d.createElement('script'), s = d.getElementsByTagName('script')[0];
g.type = 'text/javascript'; g.async = true; g.defer = true;
g.src = '{scheme}://f-emc.ngsp.gov.vn/embed/gov-tracking.min.js';
s.parentNode.insertBefore(g, s);
}})();
</script>
<!-- End EMC Tracking Code -->"""

_SHORT = (
    '<script>_govaq=window._govaq||[];_govaq.push(["trackPageView"]),_govaq.push(["enableLinkTracking"]),'
    '_govaq.push(["setTrackerUrl","https://f-emc.ngsp.gov.vn/tracking"]),_govaq.push(["setSiteId","{site}"]);'
    '!function(){{var d=document,g=d.createElement("script");g.async=!0,'
    'g.src="https://f-emc.ngsp.gov.vn/embed/gov-tracking.min.js",d.head.appendChild(g)}}();</script>'
)

_GOV = (
    _WHOLE.replace("Begin EMC", "Begin Gov").replace("End EMC", "End Gov").replace("'{site}'", "{site}")
)  # the other comment, and the number without quotes

_PART = """<!-- Begin EMC Tracking Code -->
<script type="text/javascript">
var _govaq = window._govaq || [];
_govaq.push(['setSiteId', '{site}']);
</script>
<!-- End EMC Tracking Code -->"""

_SPELLINGS = (_WHOLE, _SHORT, _GOV)


def whole_tag(site: int) -> str:
    """The complete tag, in a spelling that depends on the site id."""
    return _SPELLINGS[site % len(_SPELLINGS)].format(scheme="https", site=site)


def insecure_tag(site: int) -> str:
    """The complete tag with its tracker called over plain http."""
    return _WHOLE.format(scheme="http", site=site)


def partial_tag(site: int) -> str:
    """A queue and a site id, but nothing that calls the tracker."""
    return _PART.format(site=site)
