"""Site maps for search engines."""

import pytest

from probes.content.xml_maps import named_in_robots, urls_in_map


@pytest.mark.parametrize(
    ("body", "urls"),
    [
        (b'<?xml version="1.0"?><urlset><url><loc>a</loc></url><url><loc>b</loc></url></urlset>', 2),
        (b"<sitemapindex><sitemap><loc>a</loc></sitemap></sitemapindex>", 1),
        (b'<sm:urlset xmlns:sm="x"><sm:url><sm:loc>a</sm:loc></sm:url></sm:urlset>', 1),
        (b"<urlset></urlset>", 0),
        (b"\x1f\x8bpacked", 0),
        (b"<html><body>Trang ch\xe1\xbb\xa7</body></html>", None),
        (b"", None),
    ],
)
def test_a_map_is_known_by_its_root(body: bytes, urls: int | None) -> None:
    assert urls_in_map(body) == urls


def test_robots_name_maps_in_their_order_once_each() -> None:
    text = "User-agent: *\nSITEMAP: https://a.test/1.xml\r\n  sitemap : https://a.test/2.xml\nSitemap: https://a.test/1.xml\n"
    assert named_in_robots(text) == ("https://a.test/1.xml", "https://a.test/2.xml")
