"""Things people and programs type that are meant to be something else: markup, templates, SQL, FEEL, odd characters."""

STRINGS = (
    "<script>window.__x=1</script>", "</script><script>window.__x=1</script>", "<img src=x onerror=window.__x=1>",
    "<svg/onload=window.__x=1>", "\"><script>window.__x=1</script>", "'><img src=x onerror=window.__x=1>",
    "javascript:window.__x=1", "<a href=\"javascript:window.__x=1\">点这里</a>", "<iframe srcdoc='<script>1</script>'>",
    "<style>@import'//evil.example'</style>", "<math><mtext></form><form><mglyph><style></math><img src onerror=1>",
    "<!--<script>-->", "]]><script>1</script>", "<body onload=1>", "&lt;script&gt;1&lt;/script&gt;", "\\u003cscript\\u003e1",
    "{{7*7}}", "{{ config.items() }}", "{% include '/etc/passwd' %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{{this}}}", "{{#loop a}}",
    "=1+1", "=variables", "= case.tier", "=\"a\" + \"b\"", "if true then 1 else 2", "[1,2,3][item > 1]", "{a: 1}.a",
    "=for i in 1..999999999 return i", "=date and time(\"2020-01-01T00:00:00\")", "@\"PT1S\"", "PT1S", "R99/PT1S",
    "'; DROP TABLE dispute_case; --", "\" OR 1=1 --", "%' OR '1'='1", "%", "_", "\\", "' || pg_sleep(5) || '", "1; SELECT 1",
    "__import__('os').system('echo')", "().__class__.__base__.__subclasses__()", "{0.__class__}", "%s%n%x", "$(touch x)", "`touch x`",
    "../../../../etc/passwd", "file:///etc/passwd", "C:\\con\\con", "\u202e反过来写", "\u2066隔离\u2069", "零\u200b宽", "e\u0301",
    "😀" * 40, "👩‍👩‍👧‍👦", "ﷺ" * 20, "Ω≈ç√∫˜µ≤≥÷", "𠜎𠜱𠝹", "\ufeff开头", "\u2028换行", "null", "undefined", "NaN", "true", "-1", "1e309",
    "__proto__", "constructor", "toString", "typename", "@feel", "+86 (10) 1234", "=cmd|' /C calc'!A0", "字" * 60,
)

VALUES = (
    None, True, False, 0, -1, 2**53 + 1, 2**63 - 1, -2**63, 1.5, 1e300, -0.0, 1e-320, "", " ", "0", [], {}, [[]], [{}], [None],
    {"typename": "BpmnWorkflow"}, {"typename": "datetime", "value": "2020-01-01T00:00:00"}, {"__proto__": {"polluted": 1}},
    {"constructor": {"prototype": {"polluted": 1}}}, {"@feel": "date", "value": "9999-99-99"}, {"@feel": "context", "value": 1},
    {"@feel": "seconds", "value": 1e300}, {"toString": 1}, {"length": 10**9}, {"": ""}, {" ": 1}, {"a.b": 1},
    {"$ref": "#"}, {"__class__": "x"}, {"then": 1}, ["x"] * 1000, {str(number): number for number in range(500)},
    "9999-12-31T23:59:59Z", "0001-01-01", "2026-02-30", "24:61", "P999999999Y", "2026-03-02T09:00:00+99:99",
)
"""JSON of every kind, for fields that expect another."""


def nested(depth: int) -> list:
    """A list in a list in a list."""
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


RAW = (
    b"", b"{", b"null", b"[]", b"1", b'"x"', b'{"answers": NaN}', b'{"answers": {"title": Infinity}}', b'{"answers": 1e999}',
    b'{"answers": {"title": "\\ud800"}}', b'{"answers": {"title": "\\u0000"}}', b'{"answers": {"\\u0000": 1}}',
    b'{"answers": {"title": "\xff\xfe"}}', b'{"answers": ' + b"[" * 5000 + b"]" * 5000 + b"}", b"[" * 100_000,
    b'{"answers": {"title": ' + b"9" * 10_000 + b"}}", b'{"answers": {"a": 1, "a": 2}, "answers": []}',
    b'{"answers": {"title": "' + b"x" * 3_000_000 + b'"}}', b"\xef\xbb\xbf{}", b"{'answers': {}}", b'{"answers": {}} trailing',
    b'\x00{"answers": {}}',
)
"""Bodies that are no JSON, or JSON that nobody could keep."""
