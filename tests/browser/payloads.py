"""Two hundred texts that would run, fetch, colour or break something if they were taken for more than text."""

from __future__ import annotations

from itertools import product

IMAGE = "![x](http://evil.example/a.png)"
FIRST = (
    IMAGE,
    "<img src=http://evil.example/b.png onerror=alert(1)>",
    "<script>alert(2)</script>",
    ":red[ALERT] :material/skull: :rainbow[x]",
    "[click](javascript:alert(3)) http://evil.example/auto www.evil.example a@evil.example",
    "**bold** `code` $\\frac{1}{2}$ # head | a | b |",
    "<svg onload=alert(4)><iframe src=http://evil.example>",
    "'\"><style>body{display:none}</style>{{7*7}}${7*7}",
)
_TAGS = (
    *(
        "img",
        "svg",
        "iframe",
        "video",
        "audio",
        "object",
        "embed",
        "body",
        "input autofocus",
        "marquee",
        "form",
        "math",
    ),
    *(
        "details open",
        "button",
        "textarea autofocus",
        "select autofocus",
        "link rel=stylesheet",
        "meta",
        "base",
        "isindex",
    ),
)
_DOES = (
    "onload=alert({n})",
    "onerror=alert({n}) src=x",
    "onfocus=alert({n})",
    "src=//evil.example/{n}",
    "oNtOgGlE=alert`{n}`",
    "style=x:url(//evil.example/{n})",
)
_MARKS = (
    "![]({url})",
    "![a][b]\n\n[b]: {url}",
    "[x]({url})",
    "<{url}>",
    "{url}",
    "[![x]({url})]({url})",
    "[x](data:text/html,<script>alert({n})</script>)",
    "[x](vbscript:alert({n}))",
    "[x](JaVaScRiPt:alert({n}))",
    "[x](&#106;avascript:alert({n}))",
    "[x](\\u006aavascript:alert({n}))",
    ":material/bolt: {n} :smile:",
    ":blue-background[{n}] :green-badge[{n}]",
    ":streamlit: :small[{n}] :gray[{n}]",
    "~~gone {n}~~ <del>{n}</del>",
    "| a | {n} |",
    "# {n}",
    "> {n}",
    "- [ ] {n}",
    "```{n}```",
    "$$\\href{{{url}}}{{x}}$$",
    "$\\includegraphics{{{url}}}$",
    "--- {n} ***",
    "<!-- {n} -->",
)
_ELSE = (
    '=HYPERLINK("{url}",{n})',
    "=cmd|'/c calc'!A{n}",
    "+1+{n}",
    "-2+{n}",
    "@SUM({n})",
    "\t={n}",
    "{{{{{n}*7}}}}",
    "${{{n}*7}}",
    "<%= {n} %>",
    "#{{{n}}}",
    "%s %(n)s {n}",
    "{{0.__class__}} {n}",
    "'; DROP TABLE ledger; -- {n}",
    '" OR 1={n} --',
    "../../../../etc/passwd{n}",
    "\\\\evil.example\\share{n}",
    "javascript:alert({n})",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=={n}",
    "</script><script>alert({n})</script>",
    "<scr<script>ipt>alert({n})</scr</script>ipt>",
    "&lt;script&gt;alert({n})&lt;/script&gt;",
    "%3Cscript%3Ealert({n})%3C/script%3E",
    "<a href=javascript:alert({n})>x</a>",
    "<a href={url} target=_blank>x {n}</a>",
    "<style>@import '{url}';</style>",
    "<div style=background:url({url})>{n}</div>",
    "<table background={url}><tr><td>{n}",
    '<noscript><p title="</noscript><img src={url}>">',
    "<svg><animate onbegin=alert({n}) attributeName=x>",
    "<svg><use href={url}#x></svg>",
    "<math><mi xlink:href=javascript:alert({n})>x",
    "<template><script>alert({n})</script></template>",
    "<plaintext>{n}",
    "<title>{n}</title>",
    "]]><script>alert({n})</script>",
    "<?xml version='1.0'?>{n}",
    "<b>%{{x}}</b> %{{customdata[0]}} {n}",
    "<br><i>{n}</i><sup>{n}</sup>",
    '<a href="{url}">plotly {n}</a>',
    "Object.prototype.polluted={n}",
    "__proto__[x]={n}",
    "constructor.constructor('alert({n})')()",
    "ＡＬＥＲＴ＜script＞{n}",
    "\u202eevil {n}",
    "a\u200bb\u200b{n}",
    "Z̸̡͠a͜l̵g͏o {n}",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿👩‍👩‍👧 {n}",
    "ﷺﷺﷺ {n}",
    "NaN undefined null true {n}",
    "{n}" + "W" * 70,
)


def _made() -> tuple[str, ...]:
    url = "http://evil.example/{n}.png"
    forms = [f"<{tag} {does}>" for tag, does in product(_TAGS, _DOES)] + [*_MARKS, *_ELSE]
    return tuple(form.format(n=n, url=url.format(n=n)).strip() for n, form in enumerate(forms, 100))


PAYLOADS = (*FIRST, *_made())
