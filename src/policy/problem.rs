//! What is wrong with policy data, and where: a byte span, a cause with its values, and the drawing of it.
//!
//! Specification: `docs/policy-data.md`, "What is refused". The wordings are in `say`.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::base::{Lang, Say};

/// One thing that is wrong, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the file that are to be looked at.
    pub span: Range<usize>,
    /// What is wrong with them.
    pub cause: Cause,
}

/// Why policy data is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// Not TOML; the parser's own words, which are English.
    Syntax(String),
    /// Not JSON; the parser's own words, which are English.
    Json(String),
    /// A field that stands twice in a table (JSON; of TOML it is a fault of syntax).
    FieldTwice {
        /// The field as it stands.
        name: String,
        /// Where it stands first.
        first: Range<usize>,
    },
    /// The program contradicts itself: its own words, which are English.
    Contradiction(String),
    /// Something that is set in one piece is too long for a PDF.
    TooLong {
        /// The bytes it can have.
        limit: usize,
    },
    /// More paragraphs, items, cells and facts than any policy has.
    TooMuch,
    /// The file is larger than any policy.
    TooLarge {
        /// The most bytes that are read.
        limit: u64,
    },
    /// A field that does not exist there.
    UnknownField {
        /// As it stands.
        name: String,
        /// The one that was probably meant.
        nearest: Option<&'static str>,
        /// Those there are.
        known: Vec<&'static str>,
        /// Whether the document as a whole has such a field.
        above: bool,
    },
    /// A word that the field does not know.
    UnknownWord {
        /// The field.
        field: &'static str,
        /// The word as it stands.
        found: String,
        /// The one that was probably meant.
        nearest: Option<&'static str>,
        /// Those there are.
        known: &'static [&'static str],
    },
    /// A field that must be there is not.
    Missing {
        /// The field.
        field: &'static str,
    },
    /// None of several fields is there, one must be.
    MissingOneOf {
        /// The fields.
        fields: &'static [&'static str],
    },
    /// Two fields that say the same.
    Both {
        /// One.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// Another kind of value than the field takes.
    WrongKind {
        /// The field.
        field: &'static str,
        /// What it takes.
        expected: Kind,
        /// What stands there.
        found: Kind,
    },
    /// Not a day of the calendar, or not written as one.
    Date {
        /// As it stands.
        found: String,
        /// Whether a month without a day would do.
        month_too: bool,
        /// Whether day and month exist, but not together (31 February).
        not_in_calendar: bool,
    },
    /// The end lies before the beginning.
    EndsBeforeItBegins {
        /// The field that says the end.
        field: &'static str,
    },
    /// A number outside its bounds.
    OutOfRange {
        /// The field.
        field: &'static str,
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// A label, id or entry that another one has already.
    Duplicate {
        /// The field.
        field: &'static str,
        /// What stands there twice.
        value: String,
        /// Where it stands first.
        first: Range<usize>,
    },
    /// A section whose level is more than one below that of the section before.
    SkippedLevel {
        /// Its level.
        found: u8,
        /// The deepest it can be here.
        most: u8,
    },
    /// A label is left out, and nothing is said about it.
    SectionGap {
        /// The label that should stand here.
        expected: String,
        /// The one before it.
        before: Option<String>,
    },
    /// A reference to something that is not in the file.
    NotThere {
        /// The kind of thing (`persons`, `contacts`, `channels`).
        list: &'static str,
        /// The id as it stands.
        id: String,
        /// The one that was probably meant.
        nearest: Option<String>,
    },
    /// A person who deputises for himself or herself.
    OwnDeputy,
    /// A text without a character in it.
    Empty {
        /// The field.
        field: &'static str,
    },
    /// A character that no text may contain.
    Character(char),
    /// Not an id.
    BadId(String),
    /// Not an address that may be linked to.
    BadUrl(String),
    /// Not an e-mail address.
    BadEmail(String),
    /// An image that is not among the assets.
    NoSuchFile {
        /// Its name.
        name: String,
        /// The one that was probably meant.
        nearest: Option<String>,
    },
    /// HTML in a text.
    Html,
    /// Something of CommonMark that a text cannot contain.
    NotInTexts(Construct),
    /// A link without an address or without a text.
    EmptyLink,
    /// Lists or emphasis in one another, too often.
    TooDeep {
        /// How often at most.
        limit: usize,
    },
    /// A label does not follow the one before it.
    LabelGap {
        /// The label before it.
        before: String,
        /// The label that comes next; there is none behind `z)`.
        expected: Option<String>,
        /// The label as it stands.
        found: String,
    },
    /// A label that begins nothing, and follows none of its kind.
    LabelNotFirst {
        /// The label as it stands.
        found: String,
        /// The one that begins.
        first: String,
    },
    /// A list of a single item, which is rather a line that begins like one.
    LabelAlone {
        /// The label.
        label: String,
        /// The one that is missing.
        next: String,
    },
    /// A label inside emphasis.
    LabelInside {
        /// The label.
        label: String,
    },
    /// A line that may belong to the item above it or to the sentence around that.
    LineAfterItem {
        /// The label of the item.
        label: String,
    },
    /// What was meant as the mark of a list, and is none.
    UnknownMark {
        /// The mark as it stands.
        mark: String,
    },
    /// An asterisk between letters, where emphasis would begin or end.
    EmphasisInWord,
    /// A bullet, a label, a quotation or a footnote without a text.
    EmptyItem {
        /// The mark as it stands.
        label: String,
    },
    /// A table with too many columns.
    TableColumns {
        /// How many at most.
        limit: usize,
    },
    /// A column without a heading.
    TableHead {
        /// Which, from 1.
        column: usize,
    },
    /// A row with more cells than the table has columns.
    TableRowTooLong {
        /// The columns of the table.
        columns: usize,
    },
    /// A row without a bar: rather the text below the table.
    TableRowWithoutBar,
    /// A table with a head only.
    TableWithoutRows,
    /// The line below a table's head, where no table is.
    TableRule,
    /// A footnote that nothing refers to.
    NoteUnused {
        /// Its name.
        name: String,
    },
    /// A reference to a footnote that is not there.
    NoteMissing {
        /// Its name.
        name: String,
    },
    /// A footnote that is referred to twice.
    NoteTwice {
        /// Its name.
        name: String,
    },
    /// Two footnotes of one name.
    NoteDefinedTwice {
        /// The name.
        name: String,
    },
    /// A footnote in a footnote.
    NoteInNote,
    /// A footnote with something else than paragraphs.
    NoteNotPlain,
    /// An image among text.
    ImageInline,
    /// An image without words for those who do not see it.
    ImageWithoutAlt,
    /// An image from elsewhere.
    ImageUrl,
    /// Not a file name of an image.
    ImageName(String),
    /// A reference in a text to something that has no such id.
    NoTarget {
        /// The id as it stands.
        id: String,
        /// The one that was probably meant.
        nearest: Option<String>,
    },
    /// A reference without words to a section without a label.
    TargetWithoutLabel {
        /// The section.
        id: String,
    },
    /// A reference to a labelled item that the section does not have.
    NoPlace {
        /// The section.
        id: String,
        /// The labels that were to lead to it.
        path: String,
    },
    /// The mark of a list or a quotation, so far to the right that it continues the text above.
    TooIndented,
    /// What looks like a link and is none.
    LinkBroken,
    /// A channel about which nothing is decided (a review).
    Undecided {
        /// The channel, or `None` for the policy as a whole.
        channel: Option<String>,
    },
    /// Facts that no section shows.
    NotShown {
        /// The word for `show`.
        show: &'static str,
    },
    /// A section shows facts that are not in the file.
    NothingToShow {
        /// The word for `show`.
        show: &'static str,
    },
}

/// A kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text in quotation marks.
    Text,
    /// A whole number.
    Number,
    /// A number with a fraction.
    Fraction,
    /// `true` or `false`.
    YesNo,
    /// A date, or a date with a time.
    Date,
    /// A list in square brackets.
    List,
    /// A table.
    Table,
    /// A text or a list of texts.
    TextOrList,
    /// A text or a whole number.
    TextOrNumber,
    /// A date or a table.
    DateOrTable,
    /// A list of tables.
    Tables,
    /// JSON's `null`.
    Nothing,
}

/// What CommonMark knows and a text cannot contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Construct {
    /// A heading.
    Heading,
    /// A block of code.
    CodeBlock,
    /// A rule across the page.
    Rule,
    /// A title that a link shows when it is pointed at.
    LinkTitle,
    /// The address of a link, apart from it.
    LinkDefinition,
}

impl Problem {
    pub(super) fn new(span: Range<usize>, cause: Cause) -> Self {
        Self { span, cause }
    }

    /// Draws the problem: the fact, the file, the line with a mark below it, the advice.
    ///
    /// `text` is the text that was parsed. `color` uses ANSI escapes.
    pub fn render(&self, file: &str, text: &str, lang: Lang, color: bool) -> String {
        let span = visible(self.span.clone(), text);
        let mut snippet = Snippet::source(text).path(file).annotation(AnnotationKind::Primary.span(span));
        if let Cause::Duplicate { first, .. } | Cause::FieldTwice { first, .. } = &self.cause {
            let label = lang.pick("steht zuerst hier", "first stands here");
            let first = visible(first.clone(), text);
            snippet = snippet.annotation(AnnotationKind::Context.span(first).label(label));
        }
        let error = Level::ERROR.with_name(lang.pick("Fehler", "error"));
        let mut group: Group<'_> = error.primary_title(self.fact(lang)).element(snippet);
        if let Some(advice) = self.advice(lang) {
            group = group.element(Level::HELP.with_name(lang.pick("Hinweis", "help")).message(advice));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }
}

/// The span within the text, on character boundaries, and no longer than its first line: a mark under
/// forty lines says less than one under the first.
fn visible(span: Range<usize>, text: &str) -> Range<usize> {
    let floor = |mut i: usize| {
        i = i.min(text.len());
        while !text.is_char_boundary(i) {
            i -= 1;
        }
        i
    };
    let (start, end) = (floor(span.start), floor(span.end.max(span.start)));
    let line = text.get(start..end).and_then(|s| s.find(['\n', '\r'])).map_or(end, |n| start + n);
    start..line
}
