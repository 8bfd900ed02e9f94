//! `sign --prepare` and `sign --sealed`: a PDF that is signed with another program, such as with a qualified signature.
//!
//! Specification: `docs/seal.md`, "Signed elsewhere". Takes the PDF that came back and what the draft gives when it is
//! typeset on the same day; the one must begin with the other, byte for byte. Whose signatures count is nobody's
//! judgement here but the officer's, who is shown them; that they hold and cover all of the file is checked.

use std::path::{Path, PathBuf};

use super::Env;
use super::archive_args::shown;
use super::out::{Failure, Out};
use super::pdf_file::PdfFile;
use super::pdf_seal::Signatures;
use crate::base::{Day, Lang, Say, lang};
use crate::format::charter::Charter;
use crate::seal::unchanged::{self, Changed};
use crate::store::create_output;
use crate::verify::seal::{self, BadPdf, BadSeal, Belief, Kind, Seal};

/// Arguments of `sign` for a PDF that another program signs.
#[derive(Debug, clap::Args)]
pub struct ElsewhereArgs {
    /// Write the PDF to be signed with another program; nothing is signed here
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sealed", "file"])]
    pub prepare: Option<PathBuf>,
    /// Take the PDF that was prepared, and then signed with another program
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub sealed: Option<PathBuf>,
}

/// How many days may lie between preparing and signing: those between signing and logging, likewise.
const DAYS: i64 = 90;

/// A PDF that was signed with another program.
#[derive(Debug)]
pub struct Elsewhere {
    file: PdfFile,
    /// How many signatures there are.
    found: usize,
    /// The day on which it was prepared, as it says itself.
    pub date: Day,
}

impl Elsewhere {
    /// Reads it; what is wrong with its signatures is said before anything else is done.
    pub fn read(path: &Path, today: Day, env: &Env, out: &mut Out) -> Result<Self, Failure> {
        let file = PdfFile::read(path, env, out)?;
        let bad = |why| NotSealed { path: file.path.clone(), why };
        let date = prepared(&file.bytes).ok_or_else(|| bad(Why::NotOurs))?;
        if date > today || date.days_until(today) > DAYS {
            return Err(bad(Why::Day(date)).into());
        }
        let seals = seal::read(&file.bytes).map_err(|e| bad(Why::Unreadable(e)))?;
        if !seals.iter().any(|s| s.kind == Kind::Signature) {
            return Err(bad(Why::Unsigned).into());
        }
        for (at, seal) in seals.iter().enumerate() {
            if let Err(broken) = &seal.signed {
                return Err(bad(Why::Broken(at + 1, broken.clone())).into());
            }
        }
        if !seals.iter().any(Seal::is_intact) {
            let behind = seals.iter().map(|s| s.behind).min().unwrap_or_default();
            return Err(bad(Why::Uncovered(behind)).into());
        }
        Ok(Self { file, found: seals.len(), date })
    }

    /// The file, if it begins with what was typeset and shows it still.
    pub fn begins_with(self, typeset: &[u8]) -> Result<Vec<u8>, Failure> {
        let bad = |why| Err(NotSealed { path: self.file.path.clone(), why }.into());
        if !self.file.bytes.starts_with(typeset) {
            return bad(Why::Differs);
        }
        match unchanged::signatures(typeset, &self.file.bytes) {
            Err(changed) => bad(Why::Changed(changed)),
            Ok(shown) if shown != self.found => bad(Why::Hidden(shown, self.found)),
            Ok(_) => Ok(self.file.bytes),
        }
    }

    /// What an officer is told before: the same three statements that a checker makes.
    pub fn rows(
        &self,
        charter: Option<&Charter>,
        belief: Belief<'_>,
        lang: Lang,
    ) -> Vec<(&'static str, String)> {
        let mut rows = vec![(lang.pick("Datei", "File"), self.file.path.display().to_string())];
        rows.extend(Signatures::new(&self.file.bytes, charter, belief).rows(lang));
        rows
    }
}

/// Writes what is to be signed with another program.
pub fn prepare(path: &Path, typeset: &[u8], env: &Env, out: &mut Out) -> Result<u8, Failure> {
    create_output(&env.cwd.join(path), typeset)?;
    let shown = shown(&env.cwd.join(path), env);
    let file = shown.display();
    out.say(&lang::say!(
        out.lang,
        "Geschrieben: {file}. Es ist nichts unterschrieben und nichts eingetragen.\n\
         Jetzt mit dem anderen Programm unterschreiben (es muss das PDF erweitern, nicht neu speichern), dann denselben\n\
         Befehl mit --sealed DATEI statt --prepare aufrufen, binnen {DAYS} Tagen.",
        "Written: {file}. Nothing is signed and nothing is logged.\n\
         Now sign it with the other program (which must add to the PDF, not save it anew), then run the same command\n\
         with --sealed FILE instead of --prepare, within {DAYS} days."
    ));
    Ok(0)
}

/// The day in a PDF that this program typeset: that of its creation, which stands in the typeset bytes.
fn prepared(pdf: &[u8]) -> Option<Day> {
    const KEY: &[u8] = b"/CreationDate(D:";
    let at = pdf.windows(KEY.len()).position(|w| w == KEY)? + KEY.len();
    let digits = std::str::from_utf8(pdf.get(at..at + 8)?).ok()?;
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    format!("{year}-{month}-{day}").parse().ok()
}

/// Why a PDF from elsewhere is not taken. Nothing is archived.
#[derive(Debug)]
struct NotSealed {
    path: PathBuf,
    why: Why,
}

#[derive(Debug)]
enum Why {
    /// It bears no day as the typesetter writes it.
    NotOurs,
    /// Prepared in the future, or too long ago.
    Day(Day),
    /// Its signatures cannot be found.
    Unreadable(BadPdf),
    /// It has none.
    Unsigned,
    /// One of them does not hold.
    Broken(usize, BadSeal),
    /// So many bytes lie behind the last of them.
    Uncovered(usize),
    /// It does not begin with what the draft gives.
    Differs,
    /// It begins so, but shows something else.
    Changed(Changed),
    /// Viewers find so many signatures, and so many are in the file.
    Hidden(usize, usize),
}

impl Say for NotSealed {
    fn fact(&self, lang: Lang) -> String {
        let path = self.path.display();
        match &self.why {
            Why::NotOurs => lang::say!(
                lang,
                "{path} ist kein PDF, das `sign --prepare` geschrieben hat",
                "{path} is no PDF that `sign --prepare` wrote"
            ),
            Why::Day(day) => {
                let day = day.short(lang);
                lang::say!(
                    lang,
                    "{path} wurde am {day} vorbereitet; das darf höchstens {DAYS} Tage her sein",
                    "{path} was prepared on {day}; that must be no more than {DAYS} days ago"
                )
            }
            Why::Unreadable(e) => format!("{path}: {}", e.fact(lang)),
            Why::Unsigned => {
                lang::say!(lang, "{path} trägt keine PDF-Signatur", "{path} has no PDF signature")
            }
            Why::Broken(n, e) => {
                let why = e.fact(lang);
                lang::say!(
                    lang,
                    "{path}: PDF-Signatur {n} hält nicht: {why}",
                    "{path}: PDF signature {n} does not hold: {why}"
                )
            }
            Why::Uncovered(bytes) => lang::say!(
                lang,
                "{path}: {bytes} Bytes am Ende sind von keiner PDF-Signatur gedeckt",
                "{path}: no PDF signature covers the last {bytes} bytes"
            ),
            Why::Differs => lang::say!(
                lang,
                "{path} beginnt nicht mit dem PDF, das der Entwurf ergibt",
                "{path} does not begin with the PDF that the draft gives"
            ),
            Why::Changed(Changed::Unreadable) => {
                lang::say!(lang, "{path} lässt sich nicht als PDF lesen", "{path} cannot be read as a PDF")
            }
            Why::Changed(Changed::Pages) => lang::say!(
                lang,
                "{path} hat andere Seiten als das gesetzte PDF",
                "{path} has other pages than the typeset PDF"
            ),
            Why::Changed(Changed::Annotation) => lang::say!(
                lang,
                "in {path} wurde etwas auf eine Seite gelegt, das kein Feld einer PDF-Signatur ist",
                "in {path} something was laid on a page that is no field of a PDF signature"
            ),
            Why::Changed(Changed::Object(number)) => lang::say!(
                lang,
                "{path} zeigt anderes als das gesetzte PDF: Objekt {number} wurde ersetzt",
                "{path} shows other things than the typeset PDF: object {number} was replaced"
            ),
            Why::Hidden(shown, found) => lang::say!(
                lang,
                "{path}: Betrachter zeigen {shown} PDF-Signaturen, in der Datei stehen {found}",
                "{path}: viewers show {shown} PDF signatures, and {found} are in the file"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match &self.why {
            Why::NotOurs | Why::Day(_) => lang::say!(
                lang,
                "Mit `inkraft sign ID --prepare DATEI` neu vorbereiten und diese Datei unterschreiben.",
                "Prepare it anew with `inkraft sign ID --prepare FILE`, and sign that file."
            ),
            Why::Unreadable(_) | Why::Broken(..) | Why::Unsigned | Why::Changed(_) | Why::Hidden(..) => {
                lang::say!(
                    lang,
                    "Die vorbereitete Datei noch einmal mit dem anderen Programm unterschreiben.",
                    "Sign the prepared file again with the other program."
                )
            }
            Why::Uncovered(_) => lang::say!(
                lang,
                "Die Datei nehmen, wie sie nach der letzten Unterschrift war, ohne spätere Ergänzungen.",
                "Take the file as it was after the last signature, without later additions."
            ),
            Why::Differs => lang::say!(
                lang,
                "Entwurf und Angaben (--from, --as …) müssen dieselben sein wie bei --prepare, und das andere Programm muss das PDF erweitern statt neu speichern. Sonst mit --prepare neu beginnen.",
                "Draft and options (--from, --as …) must be the same as with --prepare, and the other program must add to the PDF rather than save it anew. Else begin again with --prepare."
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_preparing_is_read_from_the_typeset_bytes() {
        assert_eq!(prepared(b"x/CreationDate(D:20180702000000Z)"), "2018-07-02".parse().ok());
        for bad in [
            &b"/CreationDate(D:2018"[..],
            b"/CreationDate(D:20181302000000Z)",
            b"/CreationDate(D:\xff\xff\xff\xff\xff\xff\xff\xff)",
            b"",
        ] {
            assert_eq!(prepared(bad), None);
        }
    }
}
