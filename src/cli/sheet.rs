//! `prove --pdf-out`: the sheet of a certificate of force, which tells people what it proves.
//!
//! Specification: `docs/archive-format.md`, "The sheet". Shows the words of [`Told`] and adds what a reader of paper
//! needs: the hash of the PDF in force, and how to check the attachment. All of it follows from the certificate's
//! bytes and the language: the sheet is read long after it was made, so its only clock is the certificate's own.

use super::certificate_told::Told;
use super::out::{Failure, Out};
use super::rendition;
use super::setting::{self, Unset};
use crate::base::{Lang, Say, lang};
use crate::format::certificate::SHEET;
use crate::format::files::Files;
use crate::timeline::{InForce, Verdict};
use crate::typeset::{Content, Part, Said, Sheet, Step, TypesetError};
use crate::verify::Certified;

/// There is no sheet, and so no certificate either.
#[derive(Debug)]
struct NoSheet(Unset);

impl Say for NoSheet {
    fn fact(&self, lang: Lang) -> String {
        let why = self.0.fact(lang);
        lang::say!(
            lang,
            "das Blatt lässt sich nicht setzen, es wurde nichts geschrieben: {why}",
            "the sheet cannot be typeset, nothing was written: {why}"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match &self.0 {
            Unset::Broke | Unset::Typeset(TypesetError::Template { .. }) => Some(lang::say!(
                lang,
                "Das ist ein Fehler des Programms; bitte melden. Ohne --pdf-out entsteht der Nachweis; er beweist dasselbe.",
                "This is a fault of the program; please report it. Without --pdf-out the certificate is made; it proves the same."
            )),
            _ => Some(lang::say!(
                lang,
                "Ohne --pdf-out entsteht der Nachweis; er beweist dasselbe.",
                "Without --pdf-out the certificate is made; it proves the same."
            )),
        }
    }
}

/// Makes the sheet of a certificate that was checked.
pub fn made(certified: &Certified, certificate: &[u8], out: &Out) -> Result<Vec<u8>, Failure> {
    setting::set_sheet(sheet(certified, out.lang), certificate).map_err(|e| NoSheet(e).into())
}

fn sheet(certified: &Certified, lang: Lang) -> Sheet {
    let Certified { certificate, log, last, answer, .. } = certified;
    // What was, is and will be: seen from the last entry or from the day itself, whichever is later.
    let Told { head, answer: said, records, grounds } =
        Told::of(certified, last.day().max(certificate.on), lang);
    let file = lang.pick("geltungsnachweis.txt", "certificate.txt");
    let mut head = head.into_iter().map(|(label, value)| (label.to_owned(), value));
    let question = head.next().map(|(_, question)| question).unwrap_or_default();
    let mut parts = Vec::new();
    let files = files(certified, lang);
    if !files.is_empty() {
        let heading = match answer.verdict {
            Verdict::Several(_) => lang.pick("Die PDFs in Kraft", "The PDFs in force"),
            Verdict::Undetermined { ref disputed, .. } if !disputed.is_empty() => {
                lang.pick("Das PDF ohne strittige Erklärungen", "The PDF without disputed records")
            }
            Verdict::Undetermined { .. } => lang.pick("Das PDF bis dahin", "The PDF until then"),
            _ => lang.pick("Das PDF in Kraft", "The PDF in force"),
        };
        let lead = lang::say!(
            lang,
            "Zu erkennen an der Prüfsumme (SHA-256) der Datei:",
            "To be told by the hash (SHA-256) of the file:"
        );
        parts.push(part(heading, Some(lead), Content::Statements(files)));
    }
    let heading = lang.pick("Woher die Antwort kommt", "Where the answer comes from");
    parts.push(part(heading, None, Content::Rows(head.collect())));
    if !records.is_empty() {
        let columns = [("Eintrag", "Entry"), ("Erklärung", "Record"), ("Wer und wann", "Who and when")];
        let head = columns.map(|(de, en)| lang.pick(de, en).to_owned());
        let rows = records.into_iter().map(|row| [format!("#{}", row.entry), row.told(lang), row.who]);
        let content = Content::Table { head, rows: rows.collect() };
        parts.push(part(lang.pick("Erklärungen", "Records"), None, content));
    }
    let heading = lang.pick("Was das beweist, und auf wessen Wort", "What this proves, and on whose word");
    let grounds = grounds.into_iter().map(|(whose, what)| (whose.to_owned(), what)).collect();
    parts.push(part(heading, None, Content::Statements(grounds)));
    let heading = lang.pick("So prüfen Sie den Nachweis", "How to check the certificate");
    parts.push(part(heading, None, Content::Steps(steps(certified, file, lang))));
    let policy = &certificate.policy;
    Sheet {
        language: lang,
        date: last.day(),
        mark: SHEET,
        file,
        about: lang::say!(
            lang,
            "Geltungsnachweis für {policy}, zu prüfen mit inkraft verify",
            "Certificate of force for {policy}, to be checked with inkraft verify"
        ),
        publishers: log.state.charter().map(|c| c.publishers.clone()).unwrap_or_default(),
        title: lang.pick("Geltungsnachweis", "Certificate of force"),
        question,
        rendering: lang::say!(
            lang,
            "Dieses Blatt ist nur eine Darstellung. Der Beweis ist seine Anlage {file}.",
            "This sheet is only a rendering. The proof is its attachment {file}."
        ),
        heading: lang.pick("Antwort", "Answer"),
        answer: answers(certified, said),
        parts,
    }
}

fn part(heading: &str, lead: Option<String>, content: Content) -> Part {
    Part { heading: heading.to_owned(), lead, content }
}

/// The lines of the answer, apart: what is listed below a sentence, and what holds until then.
fn answers(certified: &Certified, said: Vec<String>) -> Vec<Said> {
    let last = said.len().saturating_sub(1);
    let since = certified.since.as_ref();
    let mut all = Vec::new();
    for (at, text) in said.into_iter().enumerate() {
        let verdict = match since.filter(|_| at == last) {
            Some(since) => &since.verdict,
            None => &certified.answer.verdict,
        };
        let mut lines = text.lines().map(|line| line.trim_start().to_owned());
        let text = lines.next().unwrap_or_default();
        let mut points: Vec<String> = lines.collect();
        let otherwise = points.pop_if(|_| matches!(verdict, Verdict::Undetermined { .. }));
        all.push(Said { text, points, main: at == 0 });
        all.extend(otherwise.map(|text| Said { text, points: Vec::new(), main: at == 0 }));
    }
    all
}

/// What the PDFs in force are, and their hashes.
fn files(certified: &Certified, lang: Lang) -> Vec<(String, String)> {
    let file = |entry: u64| {
        let body = &certified.log.state.standing.get(&entry)?.record.body;
        Some(Files::of(body, entry)?.pdf.sha256.to_string())
    };
    let told = |v: &InForce| {
        let version = v.version;
        let own = v.text.unwrap_or(v.entry);
        let name = lang::say!(lang, "Fassung {version}, Eintrag {own}", "Version {version}, entry {own}");
        let also = v.also.iter().filter_map(|entry| {
            let what = rendition::told(rendition::at(&certified.log, *entry)?, lang);
            Some((lang::say!(lang, "{what}, Eintrag {entry}", "{what}, entry {entry}"), file(*entry)?))
        });
        file(own).map(|hash| (name, hash)).into_iter().chain(also).collect::<Vec<_>>()
    };
    versions(&certified.answer.verdict).iter().flat_map(told).collect()
}

/// The versions of a verdict, or those until it is settled.
fn versions(verdict: &Verdict) -> &[InForce] {
    match verdict {
        Verdict::One(v) => std::slice::from_ref(v),
        Verdict::Several(all) => all,
        Verdict::None(_) => &[],
        Verdict::Undetermined { otherwise, .. } => versions(otherwise),
    }
}

fn steps(certified: &Certified, file: &str, lang: Lang) -> Vec<Step> {
    let origin = certified.log.origin();
    let first = certified.log.state.standing.get(&0).map(|s| s.leaf.to_string());
    let has_files = !versions(&certified.answer.verdict).is_empty();
    let mut steps = vec![
        Step {
            text: lang::say!(
                lang,
                "Die Anlage {file} aus dieser PDF-Datei speichern; PDF-Betrachter zeigen sie unter „Anlagen“ oder an einer Büroklammer. Wer nur das Papier hat, fragt nach der Datei.",
                "Save the attachment {file} of this PDF; viewers show it under “Attachments” or at a paper clip. Whoever has only the paper asks for the file."
            ),
            ..Step::default()
        },
        Step {
            text: lang::say!(
                lang,
                "Den Vertrauensanker von {origin} beschaffen, und zwar auf einem anderen Weg als dieses Blatt, etwa von der herausgebenden Stelle selbst. In seiner Zeile „first“ steht der Fingerabdruck des ersten Eintrags; der, auf dem dieser Nachweis ruht, hat diesen:",
                "Get the trust anchor of {origin} by another way than this sheet, for instance from the publisher itself. Its line “first” is the fingerprint of the first entry; the one on which this certificate rests has this:"
            ),
            hash: first,
            ..Step::default()
        },
        Step {
            text: lang::say!(
                lang,
                "Prüfen, mit dem Programm inkraft, ohne Netz und ohne das Archiv:",
                "Check, with the program inkraft, without network and without the archive:"
            ),
            command: Some(lang::say!(
                lang,
                "inkraft verify {file} --trust anchor",
                "inkraft verify {file} --trust anchor"
            )),
            ..Step::default()
        },
    ];
    if has_files {
        steps.push(Step {
            text: lang::say!(
                lang,
                "Eine PDF-Datei gegen den Nachweis halten:",
                "Hold a PDF against the certificate:"
            ),
            command: Some(lang::say!(
                lang,
                "inkraft verify {file} --trust anchor --pdf fassung.pdf",
                "inkraft verify {file} --trust anchor --pdf version.pdf"
            )),
            ..Step::default()
        });
    }
    steps
}
