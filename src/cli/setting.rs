//! Typesets in a thread of its own, for the commands that make PDFs and for `verify --rebuild`.
//!
//! Specification: `docs/template.md`, "What it cannot do". A template is a program: one of the body's own may run
//! without end, so it is waited for only so long. The thread that is given up goes on until the program ends, which
//! is right after. Memory is not bounded.
//!
//! The typesetter works on the threads of rayon's pool. Whoever waits for it must not be one of them: if all of them
//! waited, nobody would be left to do the work.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread::Builder;
use std::time::Duration;

use super::materials::Materials;
use super::out::{Failure, Out};
use crate::base::{Lang, Say, lang, limits};
use crate::typeset::{self, Sheet, TypesetError};

/// How long a template of one's own may take: a thousand times what the sample needs with the built-in one.
const PATIENCE: Duration = Duration::from_secs(300);

/// The stack of the thread: the typesetter's own bounds on nesting are made for more than the 2 MiB of a thread.
const STACK: usize = 32 << 20;

/// Why there is no PDF.
#[derive(Debug)]
pub enum Unset {
    /// The typesetter says why.
    Typeset(TypesetError),
    /// The PDF is larger than an archive takes.
    Large(usize),
    /// The template took too long.
    Late(Duration),
    /// The typesetter broke down, or there could be no thread for it.
    Broke,
}

impl Say for Unset {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Typeset(e) => e.fact(lang),
            Self::Large(bytes) => {
                let (has, most) = (bytes.div_ceil(1 << 20), limits::PDF >> 20);
                lang::say!(
                    lang,
                    "das PDF hat {has} MiB; zulässig sind {most}",
                    "the PDF has {has} MiB; {most} are allowed"
                )
            }
            Self::Late(limit) => {
                let seconds = limit.as_secs();
                lang::say!(
                    lang,
                    "die Vorlage ist nach {seconds} Sekunden nicht fertig geworden",
                    "the template did not come to an end within {seconds} seconds"
                )
            }
            Self::Broke => {
                lang::say!(lang, "der Satz ist zusammengebrochen", "the typesetter broke down")
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Typeset(e) => e.advice(lang),
            Self::Large(_) => Some(lang::say!(
                lang,
                "Bilder verkleinern: 300 Punkte je Zoll genügen für den Druck.",
                "Make images smaller: 300 dots an inch are enough for print."
            )),
            Self::Late(_) => Some(lang::say!(
                lang,
                "In der Vorlage nach Schleifen suchen, die sehr oft oder ohne Ende laufen.",
                "Look for loops in the template that run very often or without end."
            )),
            Self::Broke => Some(lang::say!(
                lang,
                "Das ist ein Fehler des Programms; bitte mit Entwurf und Vorlage melden.",
                "This is a fault of the program; please report it with draft and template."
            )),
        }
    }
}

/// A PDF, and what the typesetter remarks on the template.
pub type Set = (Vec<u8>, Vec<TypesetError>);

/// Typesets a source. Not to be called on a thread of rayon's pool.
pub fn set(source: &[u8], template: &[u8], assets: &[(String, Vec<u8>)]) -> Result<Set, Unset> {
    // The built-in template ends for every document.
    set_for((template != typeset::TEMPLATE).then_some(PATIENCE), source, template, assets)
}

/// The same, waited for no longer than this, if a limit is given.
pub fn set_for(
    limit: Option<Duration>,
    source: &[u8],
    template: &[u8],
    assets: &[(String, Vec<u8>)],
) -> Result<Set, Unset> {
    let (source, template, assets) = (source.to_vec(), template.to_vec(), assets.to_vec());
    set_within(limit, move || typeset::typeset_noting(&source, &template, &assets))
}

/// Typesets the sheet of a certificate. Not to be called on a thread of rayon's pool.
pub fn set_sheet(sheet: Sheet, certificate: &[u8]) -> Result<Vec<u8>, Unset> {
    let certificate = certificate.to_vec();
    let (pdf, _) =
        set_within(None, move || typeset::set_sheet(&sheet, &certificate).map(|pdf| (pdf, Vec::new())))?;
    Ok(pdf)
}

/// Does the work for each item on as many threads as rayon has, but on none of rayon's; in the order of the items.
pub fn each<I: Sync, O: Send>(items: &[I], work: impl Fn(&I) -> O + Sync) -> Vec<O> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            done.push((at, work(item)));
        }
    };
    let threads = rayon::current_num_threads().min(items.len());
    let mut all = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        threads.into_iter().filter_map(|t| t.join().ok()).flatten().collect::<Vec<_>>()
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, outcome)| outcome).collect()
}

fn set_within(
    limit: Option<Duration>,
    work: impl FnOnce() -> Result<Set, TypesetError> + Send + 'static,
) -> Result<Set, Unset> {
    debug_assert!(rayon::current_thread_index().is_none(), "waiting here could stop the work waited for");
    let (done, wait) = sync_channel(1);
    let work = move || drop(done.send(work()));
    Builder::new().name("typeset".to_owned()).stack_size(STACK).spawn(work).map_err(|_| Unset::Broke)?;
    let outcome = match limit {
        Some(limit) => wait.recv_timeout(limit).map_err(|e| match e {
            RecvTimeoutError::Timeout => Unset::Late(limit),
            RecvTimeoutError::Disconnected => Unset::Broke,
        }),
        None => wait.recv().map_err(|_| Unset::Broke),
    };
    let set = outcome?.map_err(Unset::Typeset)?;
    if set.0.len() as u64 > limits::PDF { Err(Unset::Large(set.0.len())) } else { Ok(set) }
}

/// Shows what the typesetter remarks on a template of one's own: a font that is not there, for instance.
pub fn remark(remarks: &[TypesetError], materials: &Materials, out: &mut Out) {
    for remark in remarks.iter().filter(|_| !materials.is_built_in()) {
        let path = remark.file().map(|file| materials.path(file)).unwrap_or_default();
        match remark.render_remark(&path, out.lang, out.color()) {
            Some(drawn) => out.raw_error(drawn.trim_end()),
            None => out.warning(remark),
        }
    }
}

/// Tells why there is no PDF: exit code 1 if draft or template is at fault, 2 if the program is.
pub fn failed(error: Unset, materials: &Materials, out: &mut Out) -> Failure {
    let draft = matches!(error, Unset::Large(_) | Unset::Typeset(TypesetError::Glyph { .. }));
    // The built-in template sets every right draft; pictures are the body's own, whatever template shows them.
    let code = if draft || materials.has_own_files() { 1 } else { 2 };
    if let Unset::Typeset(fault) = &error
        && let Some(path) = fault.file().map(|file| materials.path(file))
        && let Some(drawn) = fault.render(&path, out.lang, out.color())
    {
        out.raw_error(drawn.trim_end());
        let fact = if path.ends_with(".typ") {
            lang::say!(
                out.lang,
                "{path}: Fehler in der Vorlage; es wurde nichts geändert",
                "{path}: a mistake in the template; nothing was changed"
            )
        } else {
            lang::say!(
                out.lang,
                "{path} lässt sich nicht setzen; es wurde nichts geändert",
                "{path} cannot be typeset; nothing was changed"
            )
        };
        return Failure::told(fact, None).code(code);
    }
    Failure::new(error).code(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_that_runs_on_is_given_up() {
        let source = br#"{"format":"inkraft/source/1","policy":{"form":"concept","title":"T","language":"de","publishers":["P"],"as_of":"2024-03","sections":[{"level":1,"label":"1.","heading":"H","text":[{"paragraph":[{"text":"x"}]}]}]},"edition":{"id":"a","version":1,"effect":{"from":"2024-04-01"},"date":"2024-03-25","origin":"a.example","draft":true}}"#;
        let slow = b"#for i in range(10000) { for j in range(10000) { let x = calc.pow(i, 2) } }";
        let limit = Duration::from_millis(300);
        let outcome = set_for(Some(limit), source, slow, &[]);
        assert!(matches!(outcome, Err(Unset::Late(_))), "{outcome:?}");
        let outcome = set(source, b"x", &[]);
        assert!(matches!(outcome, Err(Unset::Typeset(TypesetError::NotAttached))), "{outcome:?}");
    }
}
