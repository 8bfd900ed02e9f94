//! The German and English wordings of what to do about each [`Cause`]. The facts are in `say`.

use super::problem::{Cause, Construct, Kind};
use super::say::list;
use crate::base::Lang;
use crate::base::lang::say;

/// What to do next, if there is something.
pub(super) fn advice(cause: &Cause, lang: Lang) -> Option<String> {
    Some(match cause {
        Cause::Syntax(_) | Cause::Json(_) | Cause::Contradiction(_) | Cause::MissingOneOf { .. } => {
            return None;
        }
        Cause::TooLong { .. } => {
            say!(lang, "Kürzen Sie es, oder teilen Sie es auf.", "Shorten it, or divide it.")
        }
        Cause::TooMuch => say!(
            lang,
            "Teilen Sie es in mehrere: Es kann etwa 50 000 Absätze, Listenpunkte, Zellen und Angaben haben.",
            "Divide it into several: it can have some 50,000 paragraphs, items, cells and facts."
        ),
        Cause::TooLarge { .. } => {
            say!(lang, "Kürzen Sie die Datei.", "Shorten the file.")
        }
        Cause::UnknownWord { nearest, known, .. } => one_of(lang, *nearest, known),
        Cause::FieldTwice { .. } => {
            say!(lang, "Streichen Sie eines der beiden.", "Remove one of the two.")
        }
        Cause::SkippedLevel { most, .. } => say!(
            lang,
            "Schreiben Sie level = {most}, oder fügen Sie den Abschnitt dazwischen ein.",
            "Write level = {most}, or add the section in between."
        ),
        Cause::SectionGap { expected, .. } => say!(
            lang,
            "Berichtigen Sie die Nummer. Fehlt der Abschnitt mit Absicht, so schreiben Sie davor: [[sections]] label = \"{expected}\" gap = \"aufgehoben\"",
            "Correct the label. If the section is left out on purpose, write before it: [[sections]] label = \"{expected}\" gap = \"repealed\""
        ),
        Cause::NoSuchFile { nearest: Some(n), .. } => {
            say!(lang, "Meinten Sie „{n}“?", "Did you mean “{n}”?")
        }
        Cause::NoSuchFile { .. } => say!(
            lang,
            "Legen Sie sie in den Ordner assets/ neben dem Entwurf.",
            "Put it into the folder assets/ beside the draft."
        ),
        Cause::Missing { field } => match example(field) {
            Some(e) => say!(lang, "Ergänzen Sie zum Beispiel: {e}", "Add, for example: {e}"),
            None => say!(lang, "Ergänzen Sie das Feld.", "Add the field."),
        },
        Cause::Both { .. } => {
            say!(lang, "Lassen Sie eines der beiden weg.", "Leave out one of the two.")
        }
        Cause::WrongKind { expected, found, .. } => match (expected, found) {
            (Kind::TextOrNumber, Kind::Fraction) => {
                say!(lang, "Schreiben Sie den Wert als Text: \"3,6\"", "Write it as text: \"3.6\"")
            }
            _ => {
                let example = expected.example();
                say!(lang, "Schreiben Sie zum Beispiel {example}", "Write, for example, {example}")
            }
        },
        Cause::Date { month_too: true, .. } => say!(
            lang,
            "Schreiben Sie Jahr-Monat-Tag (2018-07-25) oder Jahr-Monat in Anführungszeichen (\"2018-07\").",
            "Write year-month-day (2018-07-25) or year-month in quotation marks (\"2018-07\")."
        ),
        Cause::Date { .. } => {
            say!(lang, "Schreiben Sie Jahr-Monat-Tag: 2018-07-25", "Write year-month-day: 2018-07-25")
        }
        Cause::EndsBeforeItBegins { field: "last_day" } => say!(
            lang,
            "„last_day“ ist der letzte Tag, an dem die Fassung noch gilt.",
            "“last_day” is the last day on which the version is still in force."
        ),
        Cause::EndsBeforeItBegins { field } => {
            say!(lang, "„{field}“ liegt nach dem Beginn.", "“{field}” lies after the beginning.")
        }
        Cause::BadEmail(_) => say!(lang, "Schreiben Sie name@example.org", "Write name@example.org"),
        Cause::UnknownField { name, above: true, .. } => say!(
            lang,
            "„{name}“ gehört zum ganzen Dokument: Schreiben Sie es über die erste Zeile mit [ ].",
            "“{name}” belongs to the whole document: write it above the first line with [ ]."
        ),
        Cause::UnknownField { nearest, known, .. } => one_of(lang, *nearest, known),
        Cause::OutOfRange { .. } => return None,
        Cause::Duplicate { .. } => say!(
            lang,
            "Ändern Sie eine der beiden Stellen, oder streichen Sie eine.",
            "Change one of the two, or remove it."
        ),
        Cause::NotThere { nearest, .. } => match nearest {
            Some(n) => say!(lang, "Meinten Sie „{n}“?", "Did you mean “{n}”?"),
            None => say!(
                lang,
                "Tragen Sie es dort ein, oder streichen Sie den Verweis.",
                "Add it there, or remove the reference."
            ),
        },
        Cause::OwnDeputy => {
            say!(lang, "Nennen Sie die vertretene Person.", "Name the person who is represented.")
        }
        Cause::Empty { .. } => {
            say!(lang, "Füllen Sie das Feld, oder streichen Sie es.", "Fill in the field, or remove it.")
        }
        Cause::Character('\n' | '\r') => {
            say!(lang, "Schreiben Sie die Angabe in eine Zeile.", "Write it on one line.")
        }
        Cause::Character(_) => say!(
            lang,
            "Löschen Sie die Stelle, und tippen Sie sie neu.",
            "Delete the place and type it anew."
        ),
        Cause::BadId(_) => say!(
            lang,
            "Erlaubt sind a–z, 0–9 und einzelne Bindestriche dazwischen, höchstens 64 Zeichen: anna-muster",
            "Use a–z, 0–9 and single hyphens between them, at most 64 characters: anna-muster"
        ),
        Cause::BadUrl(_) => say!(
            lang,
            "Adressen beginnen mit https://, http://, mailto: oder tel: und enthalten keine Leerzeichen.",
            "Addresses begin with https://, http://, mailto: or tel: and contain no spaces."
        ),
        Cause::Html => say!(
            lang,
            "Texte sind CommonMark ohne HTML. Ein einzelnes „<“ schreibt man als \\<.",
            "Texts are CommonMark without HTML. A single “<” is written as \\<."
        ),
        Cause::NotInTexts(Construct::Heading) => say!(
            lang,
            "Machen Sie daraus einen eigenen Abschnitt; ein „#“ am Zeilenanfang schreibt man als \\#.",
            "Make it a section of its own; a “#” at the start of a line is written as \\#."
        ),
        Cause::NotInTexts(Construct::CodeBlock) => say!(
            lang,
            "Rücken Sie den Text nicht um vier Leerzeichen ein, und lassen Sie ``` weg.",
            "Do not indent the text by four spaces, and leave out ```."
        ),
        Cause::NotInTexts(Construct::LinkTitle) => say!(
            lang,
            "Streichen Sie, was nach der Adresse in Anführungszeichen steht.",
            "Remove what stands in quotation marks after the address."
        ),
        Cause::NotInTexts(Construct::LinkDefinition) => say!(
            lang,
            "Schreiben Sie die Adresse an die Stelle: [Text](https://…); eine Klammer im Text schreibt man als \\[.",
            "Write the address in its place: [text](https://…); a bracket in the text is written as \\[."
        ),
        Cause::NotInTexts(Construct::Rule) => say!(
            lang,
            "Streichen Sie die Zeile; Striche im Text schreibt man als \\---.",
            "Remove the line; dashes in the text are written as \\---."
        ),
        Cause::LabelGap { expected, found, .. } => {
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
        Cause::LabelNotFirst { found, first } => {
            let escaped = escaped(found);
            say!(
                lang,
                "Gehört „{found}“ zum Satz, schreibt man {escaped}; eine Aufzählung beginnt mit {first}",
                "If “{found}” belongs to the sentence, write {escaped}; a list begins with {first}"
            )
        }
        Cause::LabelAlone { label, next } => {
            let escaped = escaped(label);
            say!(
                lang,
                "Gehört „{label}“ zum Satz, schreibt man {escaped}; sonst fehlt „{next}“, oder „{label}“ kann weg.",
                "If “{label}” belongs to the sentence, write {escaped}; else “{next}” is missing, or “{label}” can go."
            )
        }
        Cause::LabelInside { label } => {
            let escaped = escaped(label);
            say!(
                lang,
                "Schreiben Sie es vor die Hervorhebung: {label} **…**. Gehört es zum Text: {escaped}",
                "Write it before the emphasis: {label} **…**. If it belongs to the text: {escaped}"
            )
        }
        Cause::LineAfterItem { label } => say!(
            lang,
            "Rücken Sie sie ein, wenn sie zu „{label}“ gehört; sonst lassen Sie davor eine Zeile leer.",
            "Indent it if it belongs to “{label}”; else leave an empty line before it."
        ),
        Cause::UnknownMark { .. } => say!(
            lang,
            "Schreiben Sie „- “, „1.“, „a)“ oder „(1)“; gehört es zum Text, beenden Sie die Zeile davor mit „\\“.",
            "Write “- ”, “1.”, “a)” or “(1)”; if it belongs to the text, end the line before it with “\\”."
        ),
        Cause::EmphasisInWord => {
            say!(lang, "Schreiben Sie ihn als \\*.", "Write it as \\*.")
        }
        Cause::EmptyItem { .. } => say!(
            lang,
            "Ergänzen Sie den Text, oder streichen Sie die Zeile.",
            "Add the text, or remove the line."
        ),
        Cause::TableColumns { .. } => {
            say!(lang, "Machen Sie mehrere Tabellen daraus.", "Make several tables of it.")
        }
        Cause::TableHead { .. } => say!(
            lang,
            "Schreiben Sie hinein, was in der Spalte steht; nur die erste darf leer bleiben.",
            "Say what stands in the column; only the first may be empty."
        ),
        Cause::TableRowTooLong { .. } => say!(
            lang,
            "Streichen Sie ein „|“, oder ergänzen Sie die Spalte im Kopf; ein „|“ im Text schreibt man als \\|.",
            "Remove a “|”, or add the column to the head; a “|” in the text is written as \\|."
        ),
        Cause::TableRowWithoutBar => {
            say!(lang, "Lassen Sie nach der Tabelle eine Zeile leer.", "Leave an empty line after the table.")
        }
        Cause::TableWithoutRows => say!(lang, "Ergänzen Sie eine Zeile.", "Add a row."),
        Cause::TableRule => say!(
            lang,
            "Er braucht so viele Spalten wie die Zeile darüber: | --- | --- |",
            "It needs as many columns as the line above it: | --- | --- |"
        ),
        Cause::NoteUnused { name } => say!(
            lang,
            "Schreiben Sie [^{name}] an die Stelle, zu der sie gehört.",
            "Write [^{name}] where it belongs."
        ),
        Cause::NoteMissing { name } => say!(
            lang,
            "Schreiben Sie ans Ende des Textes [^{name}]: und den Text der Fußnote.",
            "Write [^{name}]: and the text of the footnote at the end of the text."
        ),
        Cause::NoteTwice { .. } => say!(
            lang,
            "Schreiben Sie für die zweite Stelle eine eigene Fußnote.",
            "Write a footnote of its own for the second place."
        ),
        Cause::NoteDefinedTwice { .. } => {
            say!(lang, "Benennen Sie eine der beiden um.", "Rename one of the two.")
        }
        Cause::NoteInNote => {
            say!(lang, "Schreiben Sie beides in eine Fußnote.", "Write both into one footnote.")
        }
        Cause::NoteNotPlain => say!(
            lang,
            "Listen, Tabellen und Zitate gehören in den Text; einen Punkt nach einer Zahl am Anfang schreibt man als 1\\.",
            "Lists, tables and quotations belong into the text; a full stop after a number at the start is written as 1\\."
        ),
        Cause::ImageInline => say!(
            lang,
            "Lassen Sie vor und nach dem Bild eine Zeile leer.",
            "Leave an empty line before and after the image."
        ),
        Cause::ImageWithoutAlt => say!(
            lang,
            "Schreiben Sie in die eckigen Klammern, was zu sehen ist: ![Lageplan des Hauses](lageplan.svg)",
            "Write what is to be seen into the square brackets: ![Plan of the house](plan.svg)"
        ),
        Cause::ImageUrl => say!(
            lang,
            "Legen Sie die Datei in den Ordner assets, und schreiben Sie nur ihren Namen: lageplan.svg",
            "Put the file into the folder assets, and write its name only: plan.svg"
        ),
        Cause::ImageName(_) => say!(
            lang,
            "Nur der Name ohne Ordner: a–z, 0–9, einzelne Bindestriche, dann .svg, .png, .jpg oder .jpeg",
            "The name only, without a folder: a–z, 0–9, single hyphens, then .svg, .png, .jpg or .jpeg"
        ),
        Cause::NoTarget { nearest, id } => match nearest {
            Some(n) => say!(lang, "Meinten Sie „#{n}“?", "Did you mean “#{n}”?"),
            None => say!(
                lang,
                "Geben Sie dem Abschnitt, der gemeint ist, id = \"{id}\".",
                "Give the section that is meant id = \"{id}\"."
            ),
        },
        Cause::TargetWithoutLabel { id } => say!(
            lang,
            "Schreiben Sie die Worte in die eckigen Klammern: [siehe oben](#{id})",
            "Write the words into the square brackets: [see above](#{id})"
        ),
        Cause::NoPlace { .. } => say!(
            lang,
            "Nach der Kennung stehen die Gliederungszeichen ohne Klammern und Punkte: #gebuehren/2/a",
            "After the id stand the labels without brackets and full stops: #fees/2/a"
        ),
        Cause::LinkBroken => say!(
            lang,
            "Die Adresse hat keine Leerzeichen, und im Text des Links steht keine Fußnote; eine Klammer im Text schreibt man als \\].",
            "The address has no spaces, and there is no footnote in the text of the link; a bracket in the text is written as \\]."
        ),
        Cause::TooIndented => say!(
            lang,
            "Rücken Sie um höchstens drei Leerzeichen weiter ein als die Zeile darüber; ein Zeichen im Text schreibt man als \\-.",
            "Indent by at most three spaces more than the line above; a mark in the text is written as \\-."
        ),
        Cause::EmptyLink => {
            say!(lang, "Schreiben Sie [Text](https://…).", "Write [text](https://…).")
        }
        Cause::TooDeep { .. } => say!(lang, "Gliedern Sie flacher.", "Use fewer levels."),
        Cause::Undecided { channel: Some(channel) } => say!(
            lang,
            "Ergänzen Sie [[decisions]] mit channel = \"{channel}\", outcome und reason.",
            "Add [[decisions]] with channel = \"{channel}\", outcome and reason."
        ),
        Cause::Undecided { channel: None } => say!(
            lang,
            "Ergänzen Sie [[decisions]] mit outcome und reason, ohne channel.",
            "Add [[decisions]] with outcome and reason, without channel."
        ),
        Cause::NotShown { show } => say!(
            lang,
            "Schreiben Sie in einen Abschnitt show = [\"{show}\"], oder streichen Sie die Angaben.",
            "Write show = [\"{show}\"] in a section, or remove the facts."
        ),
        Cause::NothingToShow { show } => say!(
            lang,
            "Ergänzen Sie die Angaben, oder streichen Sie „{show}“ aus show.",
            "Add the facts, or remove “{show}” from show."
        ),
    })
}

fn one_of(lang: Lang, nearest: Option<&str>, known: &[&str]) -> String {
    let known = list(known);
    match nearest {
        Some(n) => say!(lang, "Meinten Sie „{n}“?", "Did you mean “{n}”?"),
        None => say!(lang, "Es gibt {known}.", "There are {known}."),
    }
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
