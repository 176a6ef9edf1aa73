"""Feeds as other programs write them, made up by hand in their shapes."""

from __future__ import annotations

from html import escape

BASE = "https://statements.example.org/"


def wrap_rss(items: str, head: str = "") -> bytes:
    """Write a feed in the shape of many programs."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<channel><title>Old</title><link>{BASE}</link><language>en-US</language>{head}{items}"
        "</channel></rss>"
    ).encode()


def write_item(number: int = 1, **fields: str) -> str:
    """Write an item; each field is an element, its text not yet escaped."""
    usual = {
        "title": f"Statement {number}",
        "link": f"{BASE}post/statement-{number}",
        "guid": f"5f3e1c{number:02}",
        "pubDate": f"Tue, {number:02} Aug 2023 11:30:00 +0300",
        "content:encoded": f"<p>Text of number {number}.</p>",
    }
    parts = [
        f"<{name}{' isPermaLink=' + chr(34) + 'false' + chr(34) if name == 'guid' else ''}>"
        f"{escape(text)}</{name}>"
        for name, text in {**usual, **{k.replace("_", ":"): v for k, v in fields.items()}}.items()
        if text
    ]
    return f"<item>{''.join(parts)}</item>"


WIX = wrap_rss(
    "<item><title><![CDATA[Заява аб арыштах]]></title><description><![CDATA[Пра арышты.]]>"
    f"</description><link>{BASE}post/заява-аб-арыштах</link>"
    '<guid isPermaLink="false">64f1c0a7b9e2d3001c5e8a11</guid>'
    "<category><![CDATA[ICC]]></category><category><![CDATA[News]]></category>"
    "<pubDate>Tue, 03 Oct 2023 11:30:00 GMT</pubDate>"
    '<enclosure url="https://static.wixstatic.com/media/ab~mv2.jpg" length="0" type="image/png"/>'
    "<content:encoded><![CDATA[<p>Рада <strong>патрабуе</strong>.</p>]]></content:encoded>"
    "<dc:creator>Ганна</dc:creator></item>",
    "<generator>Wix.com</generator>",
)

GHOST = wrap_rss(
    "<item><title><![CDATA[On the vote]]></title><description><![CDATA[A short excerpt by hand.]]>"
    f"</description><link>{BASE}on-the-vote/</link>"
    '<guid isPermaLink="false">651bf0c2d7a1e30001aa0b42</guid>'
    "<category><![CDATA[Elections]]></category><dc:creator><![CDATA[Ann Example]]></dc:creator>"
    "<pubDate>Wed, 04 Oct 2023 08:00:00 GMT</pubDate>"
    f'<media:content url="{BASE}content/images/vote.jpg" medium="image"/>'
    '<content:encoded><![CDATA[<figure class="kg-card"><img src="/content/images/in.png" alt="In">'
    "<figcaption>The hall</figcaption></figure><p>The vote was <em>open</em>.</p>]]>"
    "</content:encoded></item>",
    "<generator>Ghost 5.62</generator>",
)

WORDPRESS = wrap_rss(
    f"<item><title>Water &#8211; a note</title><link>{BASE}2023/10/water/</link>"
    "<dc:creator><![CDATA[admin]]></dc:creator><pubDate>Thu, 05 Oct 2023 06:15:00 +0000</pubDate>"
    "<category><![CDATA[Water]]></category>"
    f'<guid isPermaLink="false">{BASE}?p=31</guid>'
    "<description><![CDATA[Water is short and the reservoirs [&#8230;]]]></description>"
    "<content:encoded><![CDATA[<p>Water is short and the reservoirs are empty.</p>"
    f'<p><a href="{BASE}wp-content/uploads/plan.pdf">The plan</a></p>]]></content:encoded></item>',
    "<generator>https://wordpress.org/?v=6.3.1</generator>",
)

EXPORT = wrap_rss(
    f"<item><title>From the export</title><link>{BASE}?p=9</link>"
    "<pubDate>Thu, 05 Oct 2023 06:15:00 +0000</pubDate><dc:creator>anna</dc:creator>"
    f'<guid isPermaLink="false">{BASE}?p=9</guid><description></description>'
    '<content:encoded><![CDATA[First paragraph\nwith a break.\n\n[gallery ids="1"]\n\n'
    "<h2>Part</h2>\n\nSecond.]]></content:encoded>"
    "<excerpt:encoded><![CDATA[An excerpt.]]></excerpt:encoded>"
    "<wp:post_id>9</wp:post_id><wp:post_date_gmt>2023-10-05 06:15:30</wp:post_date_gmt>"
    "<wp:post_name>from-the-export</wp:post_name><wp:status>publish</wp:status>"
    "<wp:post_type>post</wp:post_type>"
    '<category domain="category" nicename="water"><![CDATA[Water]]></category>'
    "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>12</wp:meta_value>"
    "</wp:postmeta></item>"
    f"<item><title>pic</title><link>{BASE}pic</link><guid>{BASE}pic.jpg</guid>"
    "<wp:post_id>12</wp:post_id><wp:status>inherit</wp:status><wp:post_type>attachment"
    f"</wp:post_type><wp:attachment_url>{BASE}pic.jpg</wp:attachment_url></item>"
    "<item><title>Unfinished</title><guid>draft-1</guid><wp:status>draft</wp:status>"
    "<wp:post_type>post</wp:post_type><content:encoded>x</content:encoded></item>",
    "<wp:wxr_version>1.2</wp:wxr_version>",
)
