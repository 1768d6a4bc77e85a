"""EMC-03: the one-stop system sends its dossier events to EMC.

Authority: TT 22/2019/TT-BTTTT Điều 3 (to 04/4/2024); since 01/7/2026 NĐ 224/2026/NĐ-CP Điều 19 khoản 2 (measured in
real time). The push goes from server to server: nobody outside sees it, so it is never decided here and weighs nothing.
"""

from monitor.rules.contract import Case, Cause, Finding, Rule
from monitor.rules.findings import because, undecided


def judge(case: Case) -> Finding:
    """Always `unknown`, also where somebody claims to be able to see it."""
    del case
    return because(
        Cause.UNDECIDABLE_HERE,
        undecided(
            "việc gửi dữ liệu hồ sơ giữa các máy chủ không quan sát được từ bên ngoài",
            "dossier events go from server to server, which nobody outside can see",
        ),
    )


RULE = Rule(id="EMC-03", reads=(), judge=judge, needs=("dossier_push",), depends_on=())
