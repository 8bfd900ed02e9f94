//! The signatures in a PDF, told: three statements on each, in words and as JSON.
//!
//! Specification: `docs/seal.md`, "What is checked"; `docs/json.md`. Takes what `verify::seal` found, the charter that
//! judges and the authorities that are believed; gives rows.

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::archive_args::in_zone;
use crate::base::{Lang, Say as _, Time, lang};
use crate::format::charter::{Charter, CharterSeal, person};
use crate::verify::seal::{BadPdf, Belief, Kind, Seal, SealTime, read};

/// The signatures in a file, with those who judge them.
pub struct Signatures<'a> {
    found: Result<Vec<Seal>, BadPdf>,
    charter: Option<&'a Charter>,
    belief: Belief<'a>,
    /// Names of the keys that signed the record of the file, if it is in one, and the archive's origin.
    record: Option<(&'a [String], &'a str)>,
}

impl<'a> Signatures<'a> {
    /// Looks for them.
    pub fn new(bytes: &[u8], charter: Option<&'a Charter>, belief: Belief<'a>) -> Self {
        Self { found: read(bytes), charter, belief, record: None }
    }

    /// The file of a record, by who signed that: names of keys of an archive of this origin.
    pub fn of_record(self, signers: &'a [String], origin: &'a str) -> Self {
        Self { record: Some((signers, origin)), ..self }
    }

    fn all(&self) -> &[Seal] {
        self.found.as_deref().unwrap_or_default()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.found.as_ref().is_ok_and(Vec::is_empty)
    }

    /// Those that hold and begin behind so many bytes: their kinds, and whether each covers the whole file.
    pub fn behind(&self, size: usize) -> impl Iterator<Item = (Kind, bool)> + '_ {
        let holding = self.all().iter().filter(move |seal| seal.start >= size && seal.signed.is_ok());
        holding.map(|seal| (seal.kind, seal.is_intact()))
    }

    /// Rows of label and text.
    pub fn rows(&self, lang: Lang) -> Vec<(&'static str, String)> {
        if let Err(bad) = &self.found {
            return vec![(lang.pick("PDF-Signatur", "PDF signature"), bad.fact(lang))];
        }
        self.all().iter().flat_map(|seal| self.told(seal, lang)).collect()
    }

    fn told(&self, seal: &Seal, lang: Lang) -> Vec<(&'static str, String)> {
        let label = match seal.kind {
            Kind::Signature => lang.pick("PDF-Signatur", "PDF signature"),
            Kind::TimeStamp => lang.pick("PDF-Zeitstempel", "PDF time stamp"),
        };
        let holder = seal.certificate().map_or_else(
            || lang::say!(lang, "(von wem, lässt sich nicht sagen)", "(whose it is cannot be said)"),
            |certificate| certificate.holder(),
        );
        let reason = seal.reason.as_ref().map_or_else(String::new, |reason| {
            lang::say!(lang, ": „{reason}“ (eigene Angabe)", ": \"{reason}\" (own statement)")
        });
        let mut rows = vec![
            (label, format!("{holder}{reason}")),
            (lang.pick("  unversehrt", "  intact"), intact(seal, lang)),
        ];
        if seal.kind == Kind::Signature
            && let Some(text) = self.certificate(seal, lang)
        {
            rows.push((lang.pick("  Zertifikat", "  certificate"), text));
        }
        rows.push((lang.pick("  Zeit", "  time"), self.time(seal, lang)));
        rows
    }

    fn certificate(&self, seal: &Seal, lang: Lang) -> Option<String> {
        let certificate = seal.certificate()?;
        let (subject, issuer, sha256) = (certificate.subject(), certificate.issuer(), certificate.sha256());
        let mut text = match self.charter.map(|charter| seal.known(charter)) {
            Some(Some(named)) => {
                let whose = self.whose(named, lang);
                lang::say!(
                    lang,
                    "bekannt, nach der Zeichnungsregelung {whose} ({subject})",
                    "known, by the charter {whose} ({subject})"
                )
            }
            Some(None) => lang::say!(
                lang,
                "nicht bekannt: {subject}, ausgestellt von {issuer}, SHA-256 {sha256}",
                "not known: {subject}, issued by {issuer}, SHA-256 {sha256}"
            ),
            None => lang::say!(
                lang,
                "ohne Archiv nicht bekannt: {subject}, ausgestellt von {issuer}, SHA-256 {sha256}",
                "not known without an archive: {subject}, issued by {issuer}, SHA-256 {sha256}"
            ),
        };
        text.push_str(match seal.covered(&seal.time(self.belief)) {
            Some(true) => "",
            Some(false) => lang.pick(
                "; es galt zur Zeit der Signatur nicht",
                "; it did not cover the time of the signature",
            ),
            None => lang.pick(
                "; ob es zur Zeit der Signatur galt, lässt sich nicht sagen",
                "; whether it covered the time of the signature cannot be said",
            ),
        });
        Some(text)
    }

    /// Whose a certificate is: the charter's word, whatever the certificate says of itself.
    fn whose(&self, named: &CharterSeal, lang: Lang) -> String {
        let Some(id) = &named.person else {
            return lang.pick("das der Einrichtung selbst", "the body's own").to_owned();
        };
        let people = self.charter.map_or(&[][..], |charter| &charter.people);
        let name = people.iter().find(|p| p.id == *id).map_or(id.as_str(), |p| &p.name);
        let signs = |(signers, origin): (&[String], &str)| {
            signers.iter().any(|key| person(key, origin) == Some(id.as_str()))
        };
        if self.record.is_none_or(signs) {
            lang::say!(lang, "das von {name}", "that of {name}")
        } else {
            lang::say!(
                lang,
                "das von {name}, von wem der Eintrag nicht gezeichnet ist",
                "that of {name}, who did not sign the record"
            )
        }
    }

    fn time(&self, seal: &Seal, lang: Lang) -> String {
        let claimed = seal.claimed.map(|time| self.moment(time.seconds(), lang));
        let claimed = claimed.map_or_else(
            || lang::say!(lang, "keine Angabe", "none stated"),
            |at| lang::say!(lang, "{at} (eigene Angabe)", "{at} (own statement)"),
        );
        match seal.time(self.belief) {
            SealTime::Proven(at) => {
                let (at, by) = (self.moment(at, lang), authority(seal));
                lang::say!(
                    lang,
                    "bewiesen: spätestens {at} (Zeitstempel von „{by}“)",
                    "proven: {at} at the latest (time stamp of \"{by}\")"
                )
            }
            SealTime::Unknown { stamped, why } => {
                let (at, why, by) = (self.moment(stamped, lang), why.fact(lang), authority(seal));
                lang::say!(
                    lang,
                    "nicht bewiesen: {claimed}; Zeitstempel von „{by}“, {at}, aber {why}",
                    "not proven: {claimed}; time stamp of \"{by}\", {at}, but {why}"
                )
            }
            SealTime::Broken(bad) => {
                let bad = bad.fact(lang);
                lang::say!(lang, "nicht bewiesen: {claimed}; {bad}", "not proven: {claimed}; {bad}")
            }
            SealTime::Claimed => lang::say!(lang, "nicht bewiesen: {claimed}", "not proven: {claimed}"),
        }
    }

    /// A time as people of the archive write it; without an archive in UTC, and said so.
    fn moment(&self, seconds: i64, lang: Lang) -> String {
        let (zone, utc) = self.charter.map_or(("UTC", " (UTC)"), |c| (c.time_zone.as_str(), ""));
        match in_zone(seconds, zone) {
            Ok(at) => {
                let (day, clock) = (at.day().short(lang), at.clock());
                lang::say!(lang, "{day}, {clock} Uhr{utc}", "{day}, {clock}{utc}")
            }
            Err(_) => utc_json(seconds),
        }
    }

    /// The same as JSON.
    pub fn json(&self) -> Value {
        if let Err(bad) = &self.found {
            return json!([{ "intact": false, "covers_all": false, "fault": bad.fact(Lang::En) }]);
        }
        self.all().iter().map(|seal| self.one(seal)).collect()
    }

    fn one(&self, seal: &Seal) -> Value {
        let kind = match seal.kind {
            Kind::Signature => "signature",
            Kind::TimeStamp => "time-stamp",
        };
        let time = seal.time(self.belief);
        let mut value = json!({
            "kind": kind,
            "intact": seal.signed.is_ok(),
            "covers_all": seal.behind == 0,
            "time": {},
        });
        match &seal.signed {
            Err(bad) => value["fault"] = json!(bad.fact(Lang::En)),
            Ok(signer) => {
                let certificate = &signer.certificate;
                value["certificate"] = json!({
                    "sha256": certificate.sha256(),
                    "subject": certificate.subject(),
                    "issuer": certificate.issuer(),
                    "known": self.charter.is_some_and(|charter| seal.known(charter).is_some()),
                });
                if let Some(covered) = seal.covered(&time) {
                    value["certificate"]["covered_time"] = json!(covered);
                }
                let named = self.charter.and_then(|charter| seal.known(charter));
                if let Some(person) = named.and_then(|named| named.person.as_ref()) {
                    value["certificate"]["person"] = json!(person);
                }
            }
        }
        if seal.behind > 0 {
            value["behind"] = json!({ "bytes": seal.behind, "covered": seal.covered_by_other });
        }
        if let Some(reason) = &seal.reason {
            value["reason"] = json!(reason);
        }
        if let Some(claimed) = seal.claimed {
            value["time"]["claimed"] = json!(claimed);
        }
        match time {
            SealTime::Proven(at) => value["time"]["proven"] = json!(utc_json(at)),
            SealTime::Unknown { stamped, why } => {
                value["time"]["stamped"] = json!(utc_json(stamped));
                value["time"]["fault"] = json!(why.fact(Lang::En));
            }
            SealTime::Broken(bad) => value["time"]["fault"] = json!(bad.fact(Lang::En)),
            SealTime::Claimed => {}
        }
        value
    }
}

fn intact(seal: &Seal, lang: Lang) -> String {
    let (covers, behind) = (seal.covers, seal.behind);
    match (&seal.signed, behind) {
        (Err(bad), _) => {
            let bad = bad.fact(lang);
            lang::say!(lang, "nein: {bad}", "no: {bad}")
        }
        (Ok(_), 0) => lang::say!(lang, "ja, für die ganze Datei", "yes, for the whole file"),
        (Ok(_), _) if seal.covered_by_other => lang::say!(
            lang,
            "für die ersten {covers} Bytes; {behind} kamen danach hinzu, die eine andere Signatur erfasst",
            "for the first {covers} bytes; {behind} were added later, which another signature covers"
        ),
        (Ok(_), _) => lang::say!(
            lang,
            "nur für die ersten {covers} Bytes; {behind} kamen danach hinzu, und keine Signatur erfasst sie",
            "for the first {covers} bytes only; {behind} were added later, and no signature covers them"
        ),
    }
}

/// Whose time stamp it is.
fn authority(seal: &Seal) -> String {
    let token = seal.signed.as_ref().ok().and_then(|s| s.token.as_ref()).and_then(|t| t.as_ref().ok());
    token.map_or_else(String::new, |t| t.signer.holder())
}

/// A time in UTC; a number of seconds that is no time stays that number.
fn utc_json(seconds: i64) -> String {
    Time::in_zone(seconds, &TimeZone::UTC).map_or_else(|| seconds.to_string(), |time| time.to_string())
}
