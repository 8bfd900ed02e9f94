//! The German and English wordings of [`Cause`]: the facts. The advice is in `advise`.

use super::advise;
use super::problem::{Cause, Construct, Kind, Problem};
use crate::base::lang::say;
use crate::base::{Lang, Say, lang};

impl Say for Problem {
    fn fact(&self, lang: Lang) -> String {
        self.cause.fact(lang)
    }
    fn advice(&self, lang: Lang) -> Option<String> {
        self.cause.advice(lang)
    }
}

lang::error_that_says!(Problem);

impl Say for Cause {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Syntax(words) => say!(lang, "kein gültiges TOML: {words}", "not valid TOML: {words}"),
            Self::Json(words) => say!(lang, "kein gültiges JSON: {words}", "not valid JSON: {words}"),
            Self::FieldTwice { name, .. } => {
                say!(lang, "das Feld „{name}“ steht zweimal da", "the field “{name}” stands here twice")
            }
            Self::Contradiction(words) => say!(
                lang,
                "das Programm widerspricht sich selbst: {words}",
                "the program contradicts itself: {words}"
            ),
            Self::TooLong { limit } => say!(
                lang,
                "das ist zu lang: mehr als {limit} Bytes in einem Stück",
                "this is too long: more than {limit} bytes in one piece"
            ),
            Self::TooMuch => {
                say!(lang, "das Dokument hat zu viele Teile", "the document has too many parts")
            }
            Self::TooLarge { limit } => {
                let limit = limit >> 20;
                say!(lang, "die Datei ist größer als {limit} MiB", "the file is larger than {limit} MiB")
            }
            Self::UnknownField { name, .. } => {
                say!(lang, "das Feld „{name}“ gibt es hier nicht", "there is no field “{name}” here")
            }
            Self::UnknownWord { field, found, .. } => {
                say!(lang, "„{field}“ kennt das Wort „{found}“ nicht", "“{field}” has no word “{found}”")
            }
            Self::Missing { field } => say!(lang, "„{field}“ fehlt", "“{field}” is missing"),
            Self::MissingOneOf { fields } => {
                let list = list(fields);
                say!(lang, "eines der Felder {list} fehlt", "one of the fields {list} is missing")
            }
            Self::Both { first, second } => say!(
                lang,
                "„{first}“ und „{second}“ schließen einander aus",
                "“{first}” and “{second}” exclude each other"
            ),
            Self::WrongKind { field, expected, found } => {
                let (expected, found) = (expected.name(lang), found.name(lang));
                say!(
                    lang,
                    "„{field}“ ist {found}, erwartet wird {expected}",
                    "“{field}” is {found}, but {expected} is expected"
                )
            }
            Self::Date { found, not_in_calendar: true, .. } => {
                say!(lang, "den Tag {found} gibt es nicht", "there is no day {found}")
            }
            Self::Date { found, month_too, .. } => match (lang, month_too) {
                (Lang::De, true) => format!("„{found}“ ist weder Tag noch Monat"),
                (Lang::De, false) => format!("„{found}“ ist kein Tag"),
                (Lang::En, true) => format!("“{found}” is neither a day nor a month"),
                (Lang::En, false) => format!("“{found}” is not a day"),
            },
            Self::EndsBeforeItBegins { .. } => {
                say!(lang, "der letzte Tag liegt vor dem ersten", "the last day lies before the first")
            }
            Self::OutOfRange { field, min, max } => say!(
                lang,
                "„{field}“ liegt nicht zwischen {min} und {max}",
                "“{field}” is not between {min} and {max}"
            ),
            Self::Duplicate { field, value, .. } => {
                say!(lang, "„{field}“ ist zweimal „{value}“", "“{field}” is “{value}” twice")
            }
            Self::SkippedLevel { found, most } => say!(
                lang,
                "auf dieser Ebene ({found}) kann hier kein Abschnitt stehen, höchstens auf Ebene {most}",
                "no section can stand on this level ({found}) here, at most on level {most}"
            ),
            Self::SectionGap { expected, before: Some(before) } => say!(
                lang,
                "nach „{before}“ folgt „{expected}“, hier steht etwas anderes",
                "after “{before}” comes “{expected}”, here stands something else"
            ),
            Self::SectionGap { expected, before: None } => say!(
                lang,
                "die Zählung beginnt nicht mit „{expected}“",
                "the labels do not begin with “{expected}”"
            ),
            Self::NoSuchFile { name, .. } => {
                say!(lang, "die Datei „{name}“ ist nicht da", "the file “{name}” is not there")
            }
            Self::NotThere { list, id, .. } => {
                say!(lang, "unter „{list}“ gibt es „{id}“ nicht", "there is no “{id}” among “{list}”")
            }
            Self::OwnDeputy => {
                say!(lang, "die Person vertritt sich selbst", "this person is their own deputy")
            }
            Self::Empty { field } => say!(lang, "„{field}“ ist leer", "“{field}” is empty"),
            Self::Character('\n' | '\r') => say!(
                lang,
                "ein Zeilenumbruch in einer einzeiligen Angabe",
                "a line break in a field of one line"
            ),
            Self::Character(c) => {
                let code = u32::from(*c);
                say!(
                    lang,
                    "das unsichtbare Zeichen U+{code:04X} ist nicht zugelassen",
                    "the invisible character U+{code:04X} is not allowed"
                )
            }
            Self::BadId(found) => say!(lang, "„{found}“ ist keine Kennung", "“{found}” is not an id"),
            Self::BadEmail(found) => {
                say!(lang, "„{found}“ ist keine E-Mail-Adresse", "“{found}” is not an e-mail address")
            }
            Self::BadUrl(found) => {
                say!(
                    lang,
                    "„{found}“ ist keine verlinkbare Adresse",
                    "“{found}” is not an address to link to"
                )
            }
            Self::Html => say!(lang, "HTML im Text", "HTML in the text"),
            Self::NotInTexts(what) => {
                let what = what.name(lang);
                say!(lang, "{what} kann ein Text nicht enthalten", "a text cannot contain {what}")
            }
            Self::EmptyLink => {
                say!(
                    lang,
                    "ein Link ohne Adresse oder ohne Text",
                    "a link without an address or without text"
                )
            }
            Self::TooDeep { limit } => {
                say!(lang, "mehr als {limit} Ebenen ineinander", "more than {limit} levels in one another")
            }
            Self::LabelGap { before, expected: Some(expected), found } => say!(
                lang,
                "nach „{before}“ kommt „{expected}“, hier steht „{found}“",
                "after “{before}” comes “{expected}”, here stands “{found}”"
            ),
            Self::LabelGap { before, expected: None, found } => say!(
                lang,
                "nach „{before}“ kommt nichts mehr, hier steht „{found}“",
                "nothing comes after “{before}”, here stands “{found}”"
            ),
            Self::LabelNotFirst { found, first } => say!(
                lang,
                "„{found}“ steht hier ohne „{first}“ davor",
                "“{found}” stands here without “{first}” before it"
            ),
            Self::LabelAlone { label, next } => {
                say!(lang, "auf „{label}“ folgt kein „{next}“", "“{label}” is not followed by “{next}”")
            }
            Self::LabelInside { label } => say!(
                lang,
                "„{label}“ am Zeilenanfang steht in einer Hervorhebung",
                "“{label}” at the start of a line stands inside emphasis"
            ),
            Self::LineAfterItem { label } => say!(
                lang,
                "ob diese Zeile zu „{label}“ gehört oder zum Satz davor, ist nicht zu erkennen",
                "whether this line belongs to “{label}” or to the sentence before cannot be told"
            ),
            Self::UnknownMark { mark } => say!(
                lang,
                "„{mark}“ am Zeilenanfang beginnt hier keine Aufzählung",
                "“{mark}” at the start of a line begins no list here"
            ),
            Self::EmphasisInWord => say!(
                lang,
                "ein Stern mitten im Wort wäre eine Betonung",
                "an asterisk inside a word would be emphasis"
            ),
            Self::EmptyItem { label } => {
                say!(lang, "hinter „{label}“ steht kein Text", "there is no text after “{label}”")
            }
            Self::TableColumns { limit } => say!(
                lang,
                "eine Tabelle mit mehr als {limit} Spalten",
                "a table with more than {limit} columns"
            ),
            Self::TableHead { column } => say!(
                lang,
                "die {column}. Spalte der Tabelle hat keine Überschrift",
                "column {column} of the table has no heading"
            ),
            Self::TableRowTooLong { columns } => say!(
                lang,
                "die Zeile hat mehr Zellen, als die Tabelle Spalten hat ({columns})",
                "the row has more cells than the table has columns ({columns})"
            ),
            Self::TableRowWithoutBar => {
                say!(lang, "eine Zeile ohne „|“ in einer Tabelle", "a row without “|” in a table")
            }
            Self::TableWithoutRows => {
                say!(lang, "eine Tabelle, die nur einen Kopf hat", "a table that has only a head")
            }
            Self::TableRule => say!(
                lang,
                "der Strich einer Tabelle, aber keine Tabelle",
                "the rule of a table, but no table"
            ),
            Self::NoteUnused { name } => say!(
                lang,
                "auf die Fußnote „{name}“ verweist nichts",
                "nothing refers to the footnote “{name}”"
            ),
            Self::NoteMissing { name } => {
                say!(lang, "die Fußnote „{name}“ gibt es nicht", "there is no footnote “{name}”")
            }
            Self::NoteTwice { name } => say!(
                lang,
                "auf die Fußnote „{name}“ wird zweimal verwiesen",
                "the footnote “{name}” is referred to twice"
            ),
            Self::NoteDefinedTwice { name } => {
                say!(lang, "die Fußnote „{name}“ gibt es zweimal", "there are two footnotes “{name}”")
            }
            Self::NoteInNote => say!(lang, "eine Fußnote in einer Fußnote", "a footnote in a footnote"),
            Self::NoteNotPlain => say!(
                lang,
                "in der Fußnote steht etwas anderes als Absätze",
                "the footnote contains something else than paragraphs"
            ),
            Self::ImageInline => say!(lang, "ein Bild mitten im Text", "an image in the middle of a text"),
            Self::ImageWithoutAlt => {
                say!(lang, "dem Bild fehlt die Beschreibung", "the image has no description")
            }
            Self::ImageUrl => say!(
                lang,
                "das Bild liegt nicht bei den Dateien der Fassung",
                "the image is not among the files of the version"
            ),
            Self::ImageName(found) => say!(
                lang,
                "„{found}“ ist kein Dateiname eines Bildes",
                "“{found}” is not a file name of an image"
            ),
            Self::NoTarget { id, .. } => {
                say!(lang, "„#{id}“ verweist auf nichts", "“#{id}” refers to nothing")
            }
            Self::TargetWithoutLabel { id } => say!(
                lang,
                "der Abschnitt „{id}“ hat kein label, mit dem man ihn nennen könnte",
                "the section “{id}” has no label to name it by"
            ),
            Self::NoPlace { id, path } => say!(
                lang,
                "im Abschnitt „{id}“ gibt es „{path}“ nicht",
                "there is no “{path}” in the section “{id}”"
            ),
            Self::LinkBroken => say!(
                lang,
                "das sieht wie ein Link aus, ist aber keiner",
                "this looks like a link, but is none"
            ),
            Self::TooIndented => say!(
                lang,
                "die Zeile ist zu weit eingerückt, um etwas zu beginnen",
                "the line is indented too far to begin something"
            ),
            Self::Undecided { channel: Some(channel) } => say!(
                lang,
                "über den Kanal „{channel}“ ist nichts entschieden",
                "nothing is decided about the channel “{channel}”"
            ),
            Self::Undecided { channel: None } => {
                say!(lang, "über die Regelung ist nichts entschieden", "nothing is decided about the policy")
            }
            Self::NotShown { show } => {
                say!(lang, "„{show}“ zeigt kein Abschnitt", "no section shows “{show}”")
            }
            Self::NothingToShow { show } => {
                say!(lang, "zu „{show}“ steht nichts in der Datei", "the file has nothing for “{show}”")
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        advise::advice(self, lang)
    }
}

/// `„a“, „b“` without the quotation marks of a language: field names stand as they are typed.
pub(super) fn list(words: &[&str]) -> String {
    words.join(", ")
}

impl Kind {
    fn name(self, lang: Lang) -> &'static str {
        let (de, en) = match self {
            Self::Text => ("ein Text", "a text"),
            Self::Number => ("eine ganze Zahl", "a whole number"),
            Self::Fraction => ("eine Kommazahl", "a number with a fraction"),
            Self::YesNo => ("true oder false", "true or false"),
            Self::Date => ("ein Datum", "a date"),
            Self::List => ("eine Liste", "a list"),
            Self::Table => ("eine Tabelle", "a table"),
            Self::TextOrList => ("ein Text oder eine Liste", "a text or a list"),
            Self::TextOrNumber => ("ein Text oder eine ganze Zahl", "a text or a whole number"),
            Self::DateOrTable => ("ein Datum oder eine Tabelle", "a date or a table"),
            Self::Tables => ("eine Liste von Tabellen", "a list of tables"),
            Self::Nothing => ("null", "null"),
        };
        lang.pick(de, en)
    }

    pub(super) fn example(self) -> &'static str {
        match self {
            Self::Text | Self::TextOrList | Self::TextOrNumber => "\"…\"",
            Self::Number => "12",
            Self::Nothing => "null",
            Self::Fraction => "1.5",
            Self::YesNo => "true",
            Self::Date | Self::DateOrTable => "2018-07-25",
            Self::List => "[\"…\", \"…\"]",
            Self::Table => "{ … = … }",
            Self::Tables => "[[…]]",
        }
    }
}

impl Construct {
    fn name(self, lang: Lang) -> &'static str {
        let (de, en) = match self {
            Self::Heading => ("Überschriften", "headings"),
            Self::CodeBlock => ("Codeblöcke", "code blocks"),
            Self::LinkTitle => ("Titel an Links", "titles of links"),
            Self::LinkDefinition => ("Adressen von Links am Ende", "addresses of links at the end"),
            Self::Rule => ("Trennlinien", "rules"),
        };
        lang.pick(de, en)
    }
}
