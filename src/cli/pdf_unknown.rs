//! `verify FILE.pdf` of a file that is in no record: what can be said of it all the same.
//!
//! Specification: `docs/seal.md`, "What is checked"; `docs/json.md`. Its signatures are told, and the file of the
//! archive that it begins with. It is no version of the archive, whatever else holds.

use serde_json::json;

use super::out::Out;
use super::pdf_begins::Begins;
use super::pdf_seal::Signatures;
use super::report;
use crate::base::{Digest, Lang, Say, lang};
use crate::verify::Log;

/// The PDF is in no record.
#[derive(Debug)]
struct UnknownPdf {
    sha256: Digest,
}

/// The PDF is the sheet of a certificate of force.
#[derive(Debug)]
pub struct NotTheSheet;

impl Say for NotTheSheet {
    fn fact(&self, lang: Lang) -> String {
        lang::say!(
            lang,
            "Dieses PDF ist das Blatt zu einem Geltungsnachweis, keine Fassung aus dem Archiv; es beweist selbst nichts.",
            "this PDF is the sheet of a certificate of force, no version of the archive; it proves nothing itself."
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Die Anlage im PDF-Betrachter speichern und diese prüfen: inkraft verify geltungsnachweis.txt --trust ANKER",
            "Save the attachment in the PDF viewer and verify that: inkraft verify certificate.txt --trust ANCHOR"
        ))
    }
}

impl Say for UnknownPdf {
    fn fact(&self, lang: Lang) -> String {
        let hash = &self.sha256;
        lang::say!(
            lang,
            "Diese Datei ist keine Fassung aus dem Archiv, oder sie wurde verändert (SHA-256 {hash}).",
            "this file is no version of the archive, or it was altered (SHA-256 {hash})."
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "`history --json` nennt die Prüfsummen aller Fassungen.",
            "`history --json` names the hashes of all versions."
        ))
    }
}

/// There is no archive to ask: what the file says of itself, which proves no version.
pub fn alone(out: &mut Out, json: bool, sha256: Digest, signatures: &Signatures<'_>) -> u8 {
    let lang = out.lang;
    if json {
        let signatures = signatures.json();
        out.json(&json!({
            "format": "inkraft/pdf-report/1", "sha256": sha256, "holds": false, "signatures": signatures,
        }));
        return 1;
    }
    out.rows(&signatures.rows(lang));
    out.say(&lang::say!(
        lang,
        "Ergebnis: Ob dies eine Fassung aus einem Archiv ist, lässt sich nicht sagen: Es liegt keines hier.",
        "Result: whether this is a version of an archive cannot be said: there is none here."
    ));
    out.say(&lang::say!(
        lang,
        "Den Ordner des Archivs mit --archive angeben.",
        "Name the folder of the archive with --archive."
    ));
    1
}

/// A file that is in no record, and what can be said of it all the same.
pub struct Unknown<'a> {
    /// Its digest.
    pub sha256: Digest,
    /// Whether it is a sheet of a certificate of force.
    pub sheet: bool,
    /// The log that has no record of it.
    pub log: &'a Log,
    /// The file of the archive that it begins with.
    pub begins: Option<Begins>,
    /// The signatures in it.
    pub signatures: Signatures<'a>,
}

/// That it is none is the answer, not a failure to answer.
pub fn told(out: &mut Out, json: bool, file: &Unknown<'_>) -> u8 {
    let Unknown { sha256, sheet, log, begins, signatures } = file;
    if json {
        let log = report::basis_json(log);
        let mut value =
            json!({ "format": "inkraft/pdf-report/1", "sha256": sha256, "holds": false, "log": log });
        value["signatures"] = signatures.json();
        if *sheet {
            value["sheet"] = json!(true);
        }
        if let Some(begins) = begins {
            value["begins_with"] = begins.json(signatures);
        }
        out.json(&value);
        return 1;
    }
    out.rows(&signatures.rows(out.lang));
    let unknown: &dyn Say = if *sheet { &NotTheSheet } else { &UnknownPdf { sha256: *sha256 } };
    let (mut fact, advice) = (unknown.fact(out.lang), unknown.advice(out.lang));
    let same = begins.as_ref().filter(|begins| begins.is_nothing());
    if let Some(same) = same {
        fact = same.told(signatures, out.lang);
    }
    out.say(&lang::say!(out.lang, "Ergebnis: {fact}", "Result: {fact}"));
    match begins {
        Some(_) if same.is_some() => {}
        Some(begins) => out.say(&begins.told(signatures, out.lang)),
        None => advice.iter().for_each(|advice| out.say(advice)),
    }
    1
}
