"""E-mail addresses are taken as written or refused; none brings a header or a second recipient."""

import pytest

from monitor.alerts.mail_addresses import read_address, read_addresses


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("a@b.test", "", "a@b.test"),
        (" a.b+c@d-e.f.test ", "", "a.b+c@d-e.f.test"),
        ("Văn phòng <vp@b.test>", "Văn phòng", "vp@b.test"),
        ("<vp@b.test>", "", "vp@b.test"),
    ],
)
def test_addresses_are_read(text: str, name: str, address: str) -> None:
    read = read_address(text)
    assert (read.display_name, read.addr_spec) == (name, address)


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "a@", "@b.test", "a@b", "a b@c.test", "a@b.test, c@d.test", "a@b.test\nBcc: c@d.test", "a@b.test\r",
        "a@@b.test", ".a@b.test", "a.@b.test", "a..b@c.test", "a@.test", "a@b..test", "ă@b.test", "a@bộ.test",
        '"a b"@c.test', "N <a@b.test> x", "N <a@b.test", "a <b@c.test>, d <e@f.test>", "x\x00 <a@b.test>",
        "a@[127.0.0.1]", "(c)a@b.test", f"{'a' * 300}@b.test", "N\r\nX: y <a@b.test>",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an e-mail address"):
        read_address(text)


def test_several_are_separated_by_commas() -> None:
    assert [item.addr_spec for item in read_addresses("a@b.test, C <c@d.test>,")] == ["a@b.test", "c@d.test"]
    assert read_addresses("") == ()
