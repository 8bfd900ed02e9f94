//! What the sheet for the paper file says, in words.
//!
//! Specification: `docs/slip.md`. Takes a version of a verified log; prints nothing. Where the words stand on the sheet,
//! `crate::slip` says.

use super::dispute;
use crate::base::{Digest, Id, Lang, Time, lang};
use crate::format::files::Files;
use crate::format::note::fingerprint;
use crate::format::record::{FileRef, Issue};
use crate::slip::{Part, Slip, Value};
use crate::verify::{Log, Standing};

/// A version of an archive.
#[derive(Debug)]
pub struct Told<'a> {
    /// The verified log.
    pub log: &'a Log,
    /// The policy.
    pub id: &'a Id,
    /// The record of the version.
    pub standing: &'a Standing,
    /// What it says.
    pub issue: &'a Issue,
    /// When the last entry was logged.
    pub last: Time,
}

impl Told<'_> {
    /// The sheet; `first` is what the trust anchor names, `address` is the PDF's own.
    pub fn slip(&self, first: Digest, address: Option<&str>, lang: Lang) -> Slip {
        let (id, issue) = (self.id, self.issue);
        let (version, as_of) = (issue.version, issue.as_of.long(lang));
        let label = issue.label.as_ref().map_or(String::new(), |l| lang::say!(lang, " („{l}“)", " (“{l}”)"));
        let charter = self.log.state.charter_at(self.standing.index);
        let hash = issue.pdf.sha256;
        let place =
            address.map_or_else(|| format!("inkraft:{}/{id}/{version}", self.log.origin()), str::to_owned);
        Slip {
            date: self.last,
            publisher: charter.map(|c| c.publishers.join(", ")).unwrap_or_default(),
            kind: lang.pick("Aktenblatt", "Slip for the paper file").to_owned(),
            title: issue.title.clone(),
            subtitle: lang::say!(lang, "Fassung {version}{label}, Stand {as_of}", "Version {version}{label}, as of {as_of}"),
            parts: vec![self.version(lang), self.file(address, lang), self.signed(lang), self.register(first, lang)],
            checks: self.checks(lang),
            code: format!("{place}#sha256={hash}"),
            caption: match address {
                Some(_) => lang.pick("Führt zum PDF; hinter dem # steht die Prüfsumme.", "Leads to the PDF; its hash stands behind the #."),
                None => lang.pick("Nennt Archiv, Fassung und Prüfsumme.", "Names archive, version and hash."),
            }
            .to_owned(),
            note: (
                lang.pick("Aktenvermerk", "Note for the file").to_owned(),
                [("Aktenzeichen", "Reference"), ("Abgelegt am", "Filed on"), ("Handzeichen", "Initials")]
                    .map(|(de, en)| lang.pick(de, en).to_owned())
                    .to_vec(),
            ),
            foot: lang.pick(
                "Nur zum Drucken: Diese Datei ist weder barrierefrei (PDF/UA) noch zur Archivierung bestimmt (PDF/A). Archiviert ist das PDF, dessen Prüfsumme hier steht.",
                "For printing only: this file is neither accessible (PDF/UA) nor meant for archiving (PDF/A). What is archived is the PDF whose hash stands here.",
            )
            .to_owned(),
        }
    }

    fn version(&self, lang: Lang) -> Part {
        let view = self.log.state.histories.get(self.id).map(|h| h.latest());
        let mut when = view.as_ref().map_or(String::new(), |v| dispute::span(v, self.standing.index, lang));
        if let Some(whom) = view.as_ref().and_then(|v| v.effect(self.standing.index)?.for_whom.clone()) {
            when += &lang::say!(lang, "; für {whom}", "; for {whom}");
        }
        let (entry, day) = (self.log.tree().size.saturating_sub(1), self.last.day().short(lang));
        let known = lang::say!(
            lang,
            "nach Eintrag {entry} vom {day}; was danach eingetragen wurde, steht hier nicht",
            "after entry {entry} of {day}; what was logged later does not stand here"
        );
        let mut rows = vec![
            text(lang.pick("Regelung", "Policy"), self.id.to_string()),
            text(lang.pick("In Kraft", "In force"), when),
            text(lang.pick("Kenntnis", "As known"), known),
        ];
        let ruled = view.as_ref().and_then(|v| dispute::row(v, self.standing.index, lang));
        rows.extend(ruled.map(|(label, said)| text(label, said)));
        if self.issue.adopted {
            let origin =
                lang.pick("übernommen: ein PDF, das es schon gab", "adopted: a PDF that existed before");
            rows.push(text(lang.pick("Herkunft", "Origin"), origin.to_owned()));
        }
        let corrected = view.and_then(|v| v.renditions(self.standing.index).0);
        let corrected = corrected.and_then(|entry| self.log.state.standing.get(&entry));
        if let Some((standing, files)) =
            corrected.and_then(|s| Some((s, Files::of(&s.record.body, s.index)?)))
        {
            let (entry, day) = (standing.index, standing.logged.day().short(lang));
            let said = lang::say!(
                lang,
                "ja, es gilt der Wortlaut der Berichtigung: Eintrag {entry} vom {day}, ein anderes PDF mit der Prüfsumme",
                "yes, the wording is that of the correction: entry {entry} of {day}, another PDF with the hash"
            );
            rows.push(text(lang.pick("Berichtigt", "Corrected"), said));
            rows.push((String::new(), Value::Hash(files.pdf.sha256.groups())));
        }
        Part { heading: lang.pick("Fassung", "Version").to_owned(), rows }
    }

    fn file(&self, address: Option<&str>, lang: Lang) -> Part {
        let name = self.name();
        let FileRef { sha256, size, .. } = &self.issue.pdf;
        let mut rows = vec![
            text(
                lang.pick("Datei", "File"),
                lang::say!(lang, "{name}, {size} Bytes", "{name}, {size} bytes"),
            ),
            ("SHA-256".to_owned(), Value::Main(sha256.groups())),
        ];
        rows.extend(address.map(|a| text(lang.pick("Adresse", "Address"), a.to_owned())));
        Part { heading: lang.pick("Archiviertes PDF", "Archived PDF").to_owned(), rows }
    }

    fn signed(&self, lang: Lang) -> Part {
        let (standing, origin) = (self.standing, self.log.origin());
        let charter = self.log.state.charter_at(standing.index);
        let mut rows = Vec::new();
        for name in &standing.signers {
            if let Some(person) = charter.and_then(|c| c.person(name, origin)) {
                let function = person.function.as_ref().map_or(String::new(), |f| format!(", {f}"));
                rows.push(text(lang.pick("Gezeichnet", "Signed"), format!("{}{function}", person.name)));
            }
            rows.push(text(lang.pick("Schlüssel", "Key"), name.clone()));
            if let Some(key) = charter.and_then(|c| c.key(name)) {
                rows.push((
                    lang.pick("Fingerabdruck", "Fingerprint").to_owned(),
                    Value::Hash(fingerprint(&key.public.0)),
                ));
            }
        }
        let signed = standing.record.signed_at.day().short(lang);
        let (entry, day, clock) =
            (standing.index, standing.logged.day().short(lang), standing.logged.clock());
        rows.push(text(
            lang.pick("Am", "On"),
            lang::say!(lang, "{signed} (eigene Angabe)", "{signed} (own statement)"),
        ));
        rows.push(text(
            lang.pick("Eingetragen", "Logged"),
            lang::say!(
                lang,
                "Eintrag {entry}, {day}, {clock} Uhr (Angabe des Archivs)",
                "entry {entry}, {day}, {clock} (the archive's statement)"
            ),
        ));
        Part { heading: lang.pick("Freigabe", "Issue").to_owned(), rows }
    }

    fn register(&self, first: Digest, lang: Lang) -> Part {
        let tree = self.log.tree();
        let (size, day, clock) = (tree.size, self.last.day().short(lang), self.last.clock());
        let hash = |label: &str, digest: Digest| (label.to_owned(), Value::Hash(digest.groups()));
        let rows = vec![
            text(lang.pick("Archiv", "Archive"), self.log.origin().to_owned()),
            text(
                lang.pick("Stand", "As of"),
                lang::say!(
                    lang,
                    "{size} Einträge, der letzte vom {day}, {clock} Uhr",
                    "{size} entries, the last of {day}, {clock}"
                ),
            ),
            hash(lang.pick("Wurzel", "Root"), tree.root),
            hash(lang.pick("Vertrauensanker", "Trust anchor"), first),
        ];
        Part { heading: lang.pick("Register", "Log").to_owned(), rows }
    }

    fn checks(&self, lang: Lang) -> (String, Vec<(String, String)>) {
        let name = self.name();
        let step = |words: &str, command: String| (words.to_owned(), command);
        let steps = vec![
            step(
                lang.pick(
                    "Ob eine Datei das archivierte PDF ist, zeigt ihre Prüfsumme:",
                    "Whether a file is the archived PDF, its hash shows:",
                ),
                format!("sha256sum {name}"),
            ),
            step(lang.pick("unter Windows:", "on Windows:"), format!("certutil -hashfile {name} SHA256")),
            step(
                lang.pick(
                    "Ob sie so eingetragen und wann sie in Kraft ist, zeigt das Archiv, mit dem Vertrauensanker, den die Stelle auf anderem Weg bekannt gibt (seine Zeile „first“ steht oben als „Vertrauensanker“):",
                    "Whether it is logged and when it is in force, the archive shows, with the trust anchor that the body makes known by another way (its line “first” stands above as “Trust anchor”):",
                ),
                format!("inkraft verify {name}"),
            ),
        ];
        (lang.pick("So wird geprüft", "How to check").to_owned(), steps)
    }

    fn name(&self) -> String {
        format!("{}-v{}.pdf", self.id, self.issue.version)
    }
}

fn text(label: &str, value: String) -> (String, Value) {
    (label.to_owned(), Value::Text(value))
}
