//! Printing: answers to standard output, messages to standard error, in the user's language.
//!
//! Specification: `docs/architecture.md`, "Messages". Fact and advice are apart. Nothing here decides.

use std::io::Write as _;
use std::path::{MAIN_SEPARATOR, Path};

use crate::base::{Lang, Say, lang};
use crate::format::canonical::allowed;

/// Why a command ended without doing what it was asked to.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    fact: Option<String>,
    advice: Option<String>,
    said: Option<SaidLater>,
    #[cfg(feature = "author")]
    wrong_passphrase: bool,
}

type SaidLater = Box<dyn SayDebug + Send>;

/// A [`Say`] that can be carried in an error.
pub trait SayDebug: Say + std::fmt::Debug {}
impl<T: Say + std::fmt::Debug> SayDebug for T {}

impl Failure {
    /// It could not be done (exit code 2).
    pub fn new(said: impl Say + std::fmt::Debug + Send + 'static) -> Self {
        Self { said: Some(Box::new(said)), ..Self::silent(2) }
    }

    /// Everything was said already.
    pub fn silent(code: u8) -> Self {
        Self {
            code,
            fact: None,
            advice: None,
            said: None,
            #[cfg(feature = "author")]
            wrong_passphrase: false,
        }
    }

    /// A usage error, already in words.
    pub fn usage(text: String) -> Self {
        Self { fact: Some(text), ..Self::silent(2) }
    }

    /// A fact, and advice apart, already in words.
    pub fn told(fact: String, advice: Option<String>) -> Self {
        Self { fact: Some(fact), advice, ..Self::silent(2) }
    }

    /// With another exit code.
    pub fn code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }

    /// Whether it was the passphrase, so that another one may help.
    #[cfg(feature = "author")]
    pub fn wrong_passphrase(mut self, wrong: bool) -> Self {
        self.wrong_passphrase = wrong;
        self
    }

    /// Whether another passphrase may help.
    #[cfg(feature = "author")]
    pub fn is_wrong_passphrase(&self) -> bool {
        self.wrong_passphrase
    }
}

impl<T: Say + std::fmt::Debug + Send + 'static> From<T> for Failure {
    fn from(said: T) -> Self {
        Self::new(said)
    }
}

/// Where a command prints to.
#[derive(Debug)]
pub struct Out {
    /// The user's language.
    pub lang: Lang,
    color: bool,
    here: String,
}

impl Out {
    /// Prints in this language; messages name paths from this folder.
    pub fn new(lang: Lang, color: bool, here: &Path) -> Self {
        let here = format!("{}{MAIN_SEPARATOR}", here.display());
        Self { lang, color, here }
    }

    /// Whether colour is wanted on standard error.
    #[cfg(feature = "author")]
    pub fn color(&self) -> bool {
        self.color
    }

    /// A line of the answer. A reader that closed the pipe is no failure.
    pub fn say(&mut self, line: &str) {
        let _ = writeln!(std::io::stdout().lock(), "{}", clean(line));
    }

    /// A file of this program as the answer, byte for byte.
    #[cfg(feature = "author")]
    pub fn bytes(&mut self, bytes: &[u8]) {
        let _ = std::io::stdout().lock().write_all(bytes);
    }

    /// A message beside the answer.
    pub fn warn(&mut self, line: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{}", clean(line));
    }

    /// A question; the answer is read on the same line.
    #[cfg(feature = "author")]
    pub fn ask(&mut self, text: &str) {
        let mut err = std::io::stderr().lock();
        let _ = write!(err, "{} ", clean(text));
        let _ = err.flush();
    }

    /// JSON for programs, over several lines so that people can read it too.
    pub fn json(&mut self, value: &serde_json::Value) {
        let text = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
        let _ = writeln!(std::io::stdout().lock(), "{text}");
    }

    /// Rows of label and value, the values under each other.
    pub fn rows(&mut self, rows: &[(&str, String)]) {
        let width = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0) + 2;
        for (label, value) in rows {
            let pad = " ".repeat(width - label.chars().count());
            // A value is one line: nothing read from a file can pose as a row of its own.
            let value = value.replace('\n', " ");
            self.say(&format!("{label}{pad}{value}"));
        }
    }

    /// Says on standard error that the clock was set by hand.
    pub fn clock_was_set(&mut self) {
        let text = lang::say!(
            self.lang,
            "Hinweis: die Uhr ist durch INKRAFT_NOW gestellt.",
            "note: the clock is set by INKRAFT_NOW."
        );
        self.warn(&text);
    }

    /// A warning: fact, and advice apart.
    pub fn warning(&mut self, said: &dyn Say) {
        let label = self.lang.pick("Warnung", "warning");
        self.labelled(label, "33", &said.fact(self.lang), said.advice(self.lang).as_deref());
    }

    /// What failed and stops nothing.
    #[cfg(feature = "author")]
    pub fn passed_over(&mut self, failure: &Failure) {
        if let Some(said) = &failure.said {
            self.warning(said.as_ref());
        }
    }

    /// One of several errors: fact, and advice apart.
    #[cfg(feature = "author")]
    pub fn error(&mut self, said: &dyn Say) {
        let label = self.lang.pick("Fehler", "error");
        self.labelled(label, "31", &said.fact(self.lang), said.advice(self.lang).as_deref());
    }

    /// Prints a failure; gives its exit code.
    pub fn failure(&mut self, failure: &Failure) -> u8 {
        let said = failure.said.as_deref();
        let fact = failure.fact.clone().or_else(|| said.map(|s| s.fact(self.lang)));
        let advice = failure.advice.clone().or_else(|| said.and_then(|s| s.advice(self.lang)));
        if let Some(fact) = fact {
            let label = self.lang.pick("Fehler", "error");
            self.labelled(label, "31", &fact, advice.as_deref());
        }
        failure.code
    }

    fn labelled(&mut self, label: &str, ansi: &str, fact: &str, advice: Option<&str>) {
        let label = if self.color { format!("\x1b[1;{ansi}m{label}\x1b[0m") } else { label.to_owned() };
        let fact = if self.here.len() > 1 { fact.replace(&self.here, "") } else { fact.to_owned() };
        self.raw_error(&format!("{label}: {}", clean(&fact)));
        if let Some(advice) = advice {
            self.raw_error(&format!("  {}", clean(advice)));
        }
    }

    /// Text with colour in it, made by this program alone.
    pub fn raw_error(&mut self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }
}

/// A number with its noun: `1 Fassung`, `2 Fassungen`.
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Text from files may hold terminal controls or text that changes direction: they are shown, not obeyed.
fn clean(text: &str) -> String {
    let tame = |c: char| if c == '\n' || (c >= ' ' && allowed(c)) { c } else { '\u{fffd}' };
    text.chars().map(tame).collect()
}
