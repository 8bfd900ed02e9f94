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
            Self::TooIndented => say!(
                lang,
                "die Zeile ist zu weit eingerückt, um etwas zu beginnen",
                "the line is indented too far to begin something"
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
            Self::LinkBroken => say!(
                lang,
                "das sieht wie ein Link aus, ist aber keiner",
                "this looks like a link, but is none"
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
            Self::NotYet(Construct::LinkTitle) => say!(
                lang,
                "Streichen Sie, was nach der Adresse in Anführungszeichen steht.",
                "Remove what stands in quotation marks after the address."
            ),
            Self::NotYet(Construct::LinkDefinition) => say!(
                lang,
                "Schreiben Sie die Adresse an die Stelle: [Text](https://…); eine Klammer im Text schreibt man als \\[.",
                "Write the address in its place: [text](https://…); a bracket in the text is written as \\[."
            ),
            Self::NotYet(Construct::Rule) => say!(
                lang,
                "Streichen Sie die Zeile; Striche im Text schreibt man als \\---.",
                "Remove the line; dashes in the text are written as \\---."
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
            Self::LabelGap { expected, found, .. } => {
                let escaped = escaped(found);
                match expected {
                    Some(expected) => say!(
                        lang,
                        "Was fehlt, schreibt man hin: {expected} (aufgehoben). Gehört „{found}“ zum Satz: {escaped}",
                        "Write what is missing: {expected} (repealed). If “{found}” belongs to the sentence: {escaped}"
                    ),
                    None => say!(
                        lang,
                        "Gehört „{found}“ zum Satz, schreibt man {escaped}",
                        "If “{found}” belongs to the sentence, write {escaped}"
                    ),
                }
            }
            Self::LabelNotFirst { found, first } => {
                let escaped = escaped(found);
                say!(
                    lang,
                    "Gehört „{found}“ zum Satz, schreibt man {escaped}; eine Aufzählung beginnt mit {first}",
                    "If “{found}” belongs to the sentence, write {escaped}; a list begins with {first}"
                )
            }
            Self::LabelAlone { label, next } => {
                let escaped = escaped(label);
                say!(
                    lang,
                    "Gehört „{label}“ zum Satz, schreibt man {escaped}; sonst fehlt „{next}“, oder „{label}“ kann weg.",
                    "If “{label}” belongs to the sentence, write {escaped}; else “{next}” is missing, or “{label}” can go."
                )
            }
            Self::LabelInside { label } => {
                let escaped = escaped(label);
                say!(
                    lang,
                    "Schreiben Sie es vor die Hervorhebung: {label} **…**. Gehört es zum Text: {escaped}",
                    "Write it before the emphasis: {label} **…**. If it belongs to the text: {escaped}"
                )
            }
            Self::TooIndented => say!(
                lang,
                "Rücken Sie um höchstens drei Leerzeichen weiter ein als die Zeile darüber; ein Zeichen im Text schreibt man als \\-.",
                "Indent by at most three spaces more than the line above; a mark in the text is written as \\-."
            ),
            Self::EmptyItem { .. } => say!(
                lang,
                "Ergänzen Sie den Text, oder streichen Sie die Zeile.",
                "Add the text, or remove the line."
            ),
            Self::TableColumns { .. } => {
                say!(lang, "Machen Sie mehrere Tabellen daraus.", "Make several tables of it.")
            }
            Self::TableHead { .. } => say!(
                lang,
                "Schreiben Sie hinein, was in der Spalte steht; nur die erste darf leer bleiben.",
                "Say what stands in the column; only the first may be empty."
            ),
            Self::TableRowTooLong { .. } => say!(
                lang,
                "Streichen Sie ein „|“, oder ergänzen Sie die Spalte im Kopf; ein „|“ im Text schreibt man als \\|.",
                "Remove a “|”, or add the column to the head; a “|” in the text is written as \\|."
            ),
            Self::TableRowWithoutBar => say!(
                lang,
                "Lassen Sie nach der Tabelle eine Zeile leer.",
                "Leave an empty line after the table."
            ),
            Self::TableWithoutRows => say!(lang, "Ergänzen Sie eine Zeile.", "Add a row."),
            Self::TableRule => say!(
                lang,
                "Er braucht so viele Spalten wie die Zeile darüber: | --- | --- |",
                "It needs as many columns as the line above it: | --- | --- |"
            ),
            Self::LinkBroken => say!(
                lang,
                "Die Adresse hat keine Leerzeichen, und im Text des Links steht keine Fußnote; eine Klammer im Text schreibt man als \\].",
                "The address has no spaces, and there is no footnote in the text of the link; a bracket in the text is written as \\]."
            ),
            Self::NoteUnused { name } => say!(
                lang,
                "Schreiben Sie [^{name}] an die Stelle, zu der sie gehört.",
                "Write [^{name}] where it belongs."
            ),
            Self::NoteMissing { name } => say!(
                lang,
                "Schreiben Sie ans Ende des Textes [^{name}]: und den Text der Fußnote.",
                "Write [^{name}]: and the text of the footnote at the end of the text."
            ),
            Self::NoteTwice { .. } => say!(
                lang,
                "Schreiben Sie für die zweite Stelle eine eigene Fußnote.",
                "Write a footnote of its own for the second place."
            ),
            Self::NoteDefinedTwice { .. } => {
                say!(lang, "Benennen Sie eine der beiden um.", "Rename one of the two.")
            }
            Self::NoteInNote => {
                say!(lang, "Schreiben Sie beides in eine Fußnote.", "Write both into one footnote.")
            }
            Self::NoteNotPlain => say!(
                lang,
                "Listen, Tabellen und Zitate gehören in den Text; einen Punkt nach einer Zahl am Anfang schreibt man als 1\\.",
                "Lists, tables and quotations belong into the text; a full stop after a number at the start is written as 1\\."
            ),
            Self::ImageInline => say!(
                lang,
                "Lassen Sie vor und nach dem Bild eine Zeile leer.",
                "Leave an empty line before and after the image."
            ),
            Self::ImageWithoutAlt => say!(
                lang,
                "Schreiben Sie in die eckigen Klammern, was zu sehen ist: ![Lageplan des Hauses](lageplan.svg)",
                "Write what is to be seen into the square brackets: ![Plan of the house](plan.svg)"
            ),
            Self::ImageUrl => say!(
                lang,
                "Legen Sie die Datei in den Ordner assets, und schreiben Sie nur ihren Namen: lageplan.svg",
                "Put the file into the folder assets, and write its name only: plan.svg"
            ),
            Self::ImageName(_) => say!(
                lang,
                "Nur der Name ohne Ordner: a–z, 0–9, einzelne Bindestriche, dann .svg, .png, .jpg oder .jpeg",
                "The name only, without a folder: a–z, 0–9, single hyphens, then .svg, .png, .jpg or .jpeg"
            ),
            Self::NoTarget { nearest, id } => match nearest {
                Some(n) => say!(lang, "Meinten Sie „#{n}“?", "Did you mean “#{n}”?"),
                None => say!(
                    lang,
                    "Geben Sie dem Abschnitt, der gemeint ist, id = \"{id}\".",
                    "Give the section that is meant id = \"{id}\"."
                ),
            },
            Self::TargetWithoutLabel { id } => say!(
                lang,
                "Schreiben Sie die Worte in die eckigen Klammern: [siehe oben](#{id})",
                "Write the words into the square brackets: [see above](#{id})"
            ),
            Self::NoPlace { .. } => say!(
                lang,
                "Nach der Kennung stehen die Gliederungszeichen ohne Klammern und Punkte: #gebuehren/2/a",
                "After the id stand the labels without brackets and full stops: #fees/2/a"
            ),
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

/// A label as it is typed where it is text: `\(1)`, `12\.`, `a\)`.
fn escaped(label: &str) -> String {
    match label.strip_prefix('(') {
        Some(rest) => format!("\\({rest}"),
        None => {
            let (core, mark) = label.split_at(label.len().saturating_sub(1));
            format!("{core}\\{mark}")
        }
    }
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
            Self::LinkTitle => ("Titel an Links", "titles of links"),
            Self::LinkDefinition => ("Adressen von Links am Ende", "addresses of links at the end"),
        };
        lang.pick(de, en)
    }
}
