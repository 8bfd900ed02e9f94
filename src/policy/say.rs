//! The German and English wordings of [`Cause`]: the fact, and apart from it the advice.

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
            Self::TooLarge { limit } => {
                say!(lang, "die Datei ist größer als {limit} Bytes", "the file is larger than {limit} bytes")
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
                "„{first}“ und „{second}“ sagen dasselbe",
                "“{first}” and “{second}” say the same thing"
            ),
            Self::WrongKind { field, expected, found } => {
                let (expected, found) = (expected.name(lang), found.name(lang));
                say!(
                    lang,
                    "„{field}“ ist {found}, erwartet wird {expected}",
                    "“{field}” is {found}, expected is {expected}"
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
            Self::EndsBeforeItBegins => {
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
            Self::BadUrl(found) => {
                say!(
                    lang,
                    "„{found}“ ist keine verlinkbare Adresse",
                    "“{found}” is not an address to link to"
                )
            }
            Self::Html => say!(lang, "HTML im Text", "HTML in the text"),
            Self::NotYet(what) => {
                let what = what.name(lang);
                say!(
                    lang,
                    "{what} im Text werden noch nicht gesetzt",
                    "{what} in the text are not supported yet"
                )
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
            Self::NotShown { show } => {
                say!(lang, "„{show}“ zeigt kein Abschnitt", "no section shows “{show}”")
            }
            Self::NothingToShow { show } => {
                say!(lang, "zu „{show}“ steht nichts in der Datei", "the file has nothing for “{show}”")
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Syntax(_) | Self::MissingOneOf { .. } => return None,
            Self::TooLarge { .. } => {
                say!(lang, "Kürzen Sie die Datei.", "Shorten the file.")
            }
            Self::UnknownField { nearest, known, .. } | Self::UnknownWord { nearest, known, .. } => {
                let known = list(known);
                match nearest {
                    Some(n) => say!(lang, "Meinten Sie „{n}“?", "Did you mean “{n}”?"),
                    None => say!(lang, "Es gibt {known}.", "There are {known}."),
                }
            }
            Self::Missing { field } => match example(field) {
                Some(e) => say!(lang, "Ergänzen Sie zum Beispiel: {e}", "Add, for example: {e}"),
                None => say!(lang, "Ergänzen Sie das Feld.", "Add the field."),
            },
            Self::Both { first, .. } => {
                say!(lang, "Lassen Sie „{first}“ stehen.", "Keep “{first}”.")
            }
            Self::WrongKind { expected, found, .. } => match (expected, found) {
                (Kind::TextOrNumber, Kind::Fraction) => {
                    say!(lang, "Schreiben Sie den Wert als Text: \"3,6\"", "Write it as text: \"3.6\"")
                }
                _ => {
                    let example = expected.example();
                    say!(lang, "Schreiben Sie zum Beispiel {example}", "Write, for example, {example}")
                }
            },
            Self::Date { month_too: true, .. } => say!(
                lang,
                "Schreiben Sie Jahr-Monat-Tag (2018-07-25) oder Jahr-Monat in Anführungszeichen (\"2018-07\").",
                "Write year-month-day (2018-07-25) or year-month in quotation marks (\"2018-07\")."
            ),
            Self::Date { .. } => {
                say!(lang, "Schreiben Sie Jahr-Monat-Tag: 2018-07-25", "Write year-month-day: 2018-07-25")
            }
            Self::EndsBeforeItBegins => say!(
                lang,
                "„last_day“ ist der letzte Tag, an dem die Fassung noch gilt.",
                "“last_day” is the last day on which the version is still in force."
            ),
            Self::OutOfRange { .. } => return None,
            Self::Duplicate { .. } => say!(
                lang,
                "Ändern Sie eine der beiden Stellen, oder streichen Sie eine.",
                "Change one of the two, or remove it."
            ),
            Self::NotThere { nearest, .. } => match nearest {
                Some(n) => say!(lang, "Meinten Sie „{n}“?", "Did you mean “{n}”?"),
                None => say!(
                    lang,
                    "Tragen Sie es dort ein, oder streichen Sie den Verweis.",
                    "Add it there, or remove the reference."
                ),
            },
            Self::OwnDeputy => {
                say!(lang, "Nennen Sie die vertretene Person.", "Name the person who is represented.")
            }
            Self::Empty { .. } => {
                say!(lang, "Füllen Sie das Feld, oder streichen Sie es.", "Fill in the field, or remove it.")
            }
            Self::Character('\n' | '\r') => {
                say!(lang, "Schreiben Sie die Angabe in eine Zeile.", "Write it on one line.")
            }
            Self::Character(_) => say!(
                lang,
                "Löschen Sie die Stelle, und tippen Sie sie neu.",
                "Delete the place and type it anew."
            ),
            Self::BadId(_) => say!(
                lang,
                "Erlaubt sind a–z, 0–9 und einzelne Bindestriche dazwischen, höchstens 64 Zeichen: anna-muster",
                "Use a–z, 0–9 and single hyphens between them, at most 64 characters: anna-muster"
            ),
            Self::BadUrl(_) => say!(
                lang,
                "Adressen beginnen mit https://, http://, mailto: oder tel: und enthalten keine Leerzeichen.",
                "Addresses begin with https://, http://, mailto: or tel: and contain no spaces."
            ),
            Self::Html => say!(
                lang,
                "Texte sind CommonMark ohne HTML. Ein einzelnes „<“ schreibt man als \\<.",
                "Texts are CommonMark without HTML. A single “<” is written as \\<."
            ),
            Self::NotYet(Construct::Heading) => say!(
                lang,
                "Machen Sie daraus einen eigenen Abschnitt; ein „#“ am Zeilenanfang schreibt man als \\#.",
                "Make it a section of its own; a “#” at the start of a line is written as \\#."
            ),
            Self::NotYet(Construct::CodeBlock) => say!(
                lang,
                "Rücken Sie den Text nicht um vier Leerzeichen ein, und lassen Sie ``` weg.",
                "Do not indent the text by four spaces, and leave out ```."
            ),
            Self::NotYet(_) => {
                say!(lang, "Sagen Sie es in Absätzen und Listen.", "Say it in paragraphs and lists.")
            }
            Self::EmptyLink => {
                say!(lang, "Schreiben Sie [Text](https://…).", "Write [text](https://…).")
            }
            Self::TooDeep { .. } => say!(lang, "Gliedern Sie flacher.", "Use fewer levels."),
            Self::NotShown { show } => say!(
                lang,
                "Schreiben Sie in einen Abschnitt show = [\"{show}\"], oder streichen Sie die Angaben.",
                "Write show = [\"{show}\"] in a section, or remove the facts."
            ),
            Self::NothingToShow { show } => say!(
                lang,
                "Ergänzen Sie die Angaben, oder streichen Sie „{show}“ aus show.",
                "Add the facts, or remove “{show}” from show."
            ),
        })
    }
}

/// `„a“, „b“` without the quotation marks of a language: field names stand as they are typed.
fn list(words: &[&str]) -> String {
    words.join(", ")
}

fn example(field: &str) -> Option<&'static str> {
    Some(match field {
        "title" => "title = \"Hausordnung\"",
        "language" => "language = \"de\"",
        "publisher" => "publisher = \"Stadt Musterstadt\"",
        "as_of" => "as_of = \"2018-07\"",
        "sections" => "[[sections]]",
        "label" => "label = \"1.\"",
        "heading" => "heading = \"Zweck\"",
        "text" => "text = '''…'''",
        "id" => "id = \"anna-muster\"",
        "name" => "name = \"Anna Muster\"",
        "from" => "from = 2018-07-01",
        "every_months" => "every_months = 12",
        "awaits" => "awaits = \"publication\"",
        "not_before" => "not_before = 2018-07-01",
        _ => return None,
    })
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
        };
        lang.pick(de, en)
    }

    fn example(self) -> &'static str {
        match self {
            Self::Text | Self::TextOrList | Self::TextOrNumber => "\"…\"",
            Self::Number => "12",
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
            Self::Table => ("Tabellen", "tables"),
            Self::Image => ("Bilder", "images"),
            Self::Footnote => ("Fußnoten", "footnotes"),
            Self::Quote => ("Zitatblöcke", "block quotations"),
            Self::CodeBlock => ("Codeblöcke", "code blocks"),
            Self::Rule => ("Trennlinien", "rules"),
        };
        lang.pick(de, en)
    }
}
