"""Indented XML reads the same to a parser: every tag, attribute, text and comment is the source's own."""

from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_explorer.services.body_formatting import BodyFormat, FormatProblem, check_body, format_xml

NAMES = st.sampled_from(["a", "order", "ns:line", "ü"])
TEXTS = st.text(st.sampled_from("ab \t\n&<>\"'ü🙂\u2028\u00a0"), min_size=1, max_size=8)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")


def element(name: str, attribute: str | None, children: list[str], closed: bool) -> str:
    attributes = "" if attribute is None else f' x = "{escaped(attribute)}>"'.replace(">", ">", 1)
    if closed and not children:
        return f"<{name}{attributes}/>"
    return f"<{name}{attributes}>{''.join(children)}</{name} >"


LEAVES = st.one_of(
    TEXTS.map(escaped),
    TEXTS.map(lambda text: f"<![CDATA[{text.replace(']]>', '')}]]>"),
    st.just("<!-- a > \" ' < -->"),
    st.just("<?go on?>"),
    st.just("\n   "),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(element, NAMES, st.none() | TEXTS, st.lists(inner, max_size=4), st.booleans()),
    max_leaves=15,
)
DOCUMENTS = st.builds(element, NAMES, st.none() | TEXTS, st.lists(TREES, max_size=5), st.booleans())


def events(text: str) -> list[tuple[str, ...]]:
    """Return what a parser reads, without the text between tags that is white space only."""
    found: list[tuple[str, ...]] = []
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: found.append(
        ("open", name, repr(sorted(attributes.items())))
    )
    parser.EndElementHandler = lambda name: found.append(("close", name))
    parser.CommentHandler = lambda comment: found.append(("comment", comment))
    parser.ProcessingInstructionHandler = lambda target, rest: found.append(("pi", target, rest))
    parser.CharacterDataHandler = lambda data: found.append(("text", data))
    parser.Parse(text.encode(), True)
    merged: list[tuple[str, ...]] = []
    for event in found:
        if event[0] == "text" and merged and merged[-1][0] == "text":
            merged[-1] = ("text", merged[-1][1] + event[1])
        else:
            merged.append(event)
    return [event for event in merged if event[0] != "text" or event[1].strip(" \t\r\n")]


@given(DOCUMENTS)
def test_indented_xml_has_the_same_tags_and_the_same_text(text: str) -> None:
    indented = format_xml(text)
    assert events(indented) == events(text)
    assert format_xml(indented) == indented


def test_elements_are_laid_out_and_texts_are_not_touched() -> None:
    text = (
        "<?xml version='1.0'?><o id='1' ><b/><!--n--><c> x </c>"
        "<d>t<i>u</i></d><e></e><f><![CDATA[ ]]></f></o>"
    )
    assert format_xml(text) == (
        "<?xml version='1.0'?>\n<o id='1' >\n  <b/>\n  <!--n-->\n  <c> x </c>\n"
        "  <d>t<i>u</i></d>\n  <e></e>\n  <f><![CDATA[ ]]></f>\n</o>"
    )


def test_white_space_that_the_author_wants_kept_is_kept() -> None:
    text = '<a><b xml:space="preserve"> <c/> </b></a>'
    assert format_xml(text) == '<a>\n  <b xml:space="preserve"> <c/> </b>\n</a>'


def test_a_greater_sign_in_an_attribute_ends_no_tag() -> None:
    assert format_xml("<a x=\"1>2\"><b y='/>'></b></a>") == "<a x=\"1>2\">\n  <b y='/>'></b>\n</a>"


def test_a_byte_order_mark_stays_at_the_start() -> None:
    assert format_xml("\ufeff<a><b/></a>") == "\ufeff<a>\n  <b/>\n</a>"


def test_a_doctype_is_not_indented() -> None:
    with pytest.raises(FormatProblem, match="DOCTYPE"):
        format_xml("<!DOCTYPE a><a/>")


def test_hundred_thousand_levels_are_refused_in_time_not_indented_to_gigabytes() -> None:
    text = "<a>" * 100_000 + "<b/>" + "</a>" * 100_000
    assert check_body(text, BodyFormat.XML).is_valid
    with pytest.raises(FormatProblem, match="longer"):
        format_xml(text)
