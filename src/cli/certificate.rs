//! `verify CERTIFICATE`: what a certificate of force proves, and what rests on whose word.
//!
//! Specification: `docs/archive-format.md`, "Certificate of force"; `docs/json.md`. [`Told`] is the one home of the
//! words; the terminal and the sheet (`prove --pdf-out`) both show them.

use serde_json::{Value, json};

use super::archive_args::{self, ArchiveArgs};
use super::out::{Failure, Out, count};
use super::{Env, history, in_force, report};
use crate::base::{Day, Digest, Lang, Sha256, lang};
use crate::format::files::Files;
use crate::format::record::Stream;
use crate::timeline::{History, InForce, Verdict};
use crate::verify::{self, Anchored, Certified, Level, Standing};

/// Checks a certificate and tells what it proves.
pub fn run(
    bytes: &[u8],
    pdf: Option<&[u8]>,
    from: &ArchiveArgs,
    json: bool,
    env: &Env,
    out: &mut Out,
) -> Result<u8, Failure> {
    let trust = from.trust_alone(env)?;
    let certified = match verify::certificate(bytes, &trust) {
        Ok(certified) => certified,
        Err(finding) => return Ok(refused(finding, json, out)),
    };
    let today = archive_args::now(env, certified.log.state.charter())?.day();
    let pdf = pdf.map(|pdf| Pdf::of(&certified, Sha256::of(pdf)));
    let anchored = certified.log.anchored == Anchored::Yes;
    let holds = anchored && pdf.as_ref().is_none_or(|p| p.which == Which::InForce);
    if json {
        out.json(&as_json(&certified, bytes, pdf.as_ref(), holds));
    } else {
        print(out, &Told::of(&certified, today, out.lang));
        report::findings(out, &certified.notes, Level::Note);
        if let Some(pdf) = &pdf {
            out.say(&pdf.told(out.lang));
        }
        verdict(out, &certified);
    }
    Ok(if holds { 0 } else { 1 })
}

/// A certificate that does not hold gives no answer.
fn refused(finding: verify::Finding, json: bool, out: &mut Out) -> u8 {
    let newer = matches!(finding.what, verify::What::Newer(_));
    let found = [finding];
    if json {
        let findings = report::findings_json(&found);
        out.json(&json!({ "format": "inkraft/certificate-report/1", "holds": false, "findings": findings }));
    } else {
        report::findings(out, &found, Level::Failure);
        out.say(&lang::say!(
            out.lang,
            "Ergebnis: Der Nachweis beweist nichts.",
            "Result: the certificate proves nothing."
        ));
    }
    if newer { 2 } else { 1 }
}

/// What a certificate says, in words.
#[derive(Debug)]
pub struct Told {
    /// What it is: label and value.
    pub head: Vec<(&'static str, String)>,
    /// The answer, a sentence first; further lines tell more about it.
    pub answer: Vec<String>,
    /// The records of the policy, in the order of the log.
    pub records: Vec<Row>,
    /// On what it rests: whose word, and what is so.
    pub grounds: Vec<(&'static str, String)>,
}

/// A record in words.
#[derive(Debug)]
pub struct Row {
    /// Index of its entry.
    pub entry: u64,
    /// What it says.
    pub what: String,
    /// Who signed it and when, by their own word; when it was logged, by the archive's.
    pub who: String,
    /// It was logged after the day of knowledge that was asked for.
    pub later: bool,
}

impl Row {
    /// What it says, marked if it came later.
    pub fn told(&self, lang: Lang) -> String {
        let mark = if self.later { lang.pick(" (später)", " (later)") } else { "" };
        format!("{}{mark}", self.what)
    }
}

impl Told {
    /// What a certificate says, to a reader of today.
    pub fn of(certified: &Certified, today: Day, lang: Lang) -> Self {
        let Certified { certificate, log, last, answer, since, .. } = certified;
        let (policy, on) = (&certificate.policy, certificate.on.short(lang));
        let question = match certificate.known.map(|k| k.short(lang)) {
            Some(known) => lang::say!(
                lang,
                "{policy} am {on}, nach Kenntnis vom {known}",
                "{policy} on {on}, as known on {known}"
            ),
            None => lang::say!(lang, "{policy} am {on}", "{policy} on {on}"),
        };
        let entries = count(log.tree().size, lang.pick("Eintrag", "entry"), lang.pick("Einträge", "entries"));
        let (day, clock) = (last.day().short(lang), last.clock());
        let head = vec![
            (lang.pick("Frage", "Question"), question),
            (lang.pick("Archiv", "Archive"), log.origin().to_owned()),
            (
                lang.pick("Stand", "As of"),
                lang::say!(
                    lang,
                    "{entries}, der letzte vom {day}, {clock} Uhr; was danach geschah, weiß der Nachweis nicht",
                    "{entries}, the last of {day}, {clock}; the certificate does not know what came after"
                ),
            ),
            (lang.pick("Wurzel", "Root"), log.tree().root.to_string()),
        ];
        // What is said as of an earlier day says so itself; what is said by all records, as of the last of them.
        let mut sentence = in_force::sentence(answer, today, log, lang);
        if !in_force::before_the_last(log, answer.known) {
            let known = answer.known.short(lang);
            sentence = lang::say!(lang, "Stand {known}: {sentence}", "As of {known}: {sentence}");
        }
        let mut said = vec![sentence];
        said.extend(in_force::also(&answer.verdict, log, lang));
        said.extend(answer.flags.iter().map(|flag| {
            let text = in_force::flag_text(*flag, lang);
            format!("({text})")
        }));
        if let Some(asked) = certificate.known.filter(|k| *k > answer.known) {
            let (asked, known) = (asked.short(lang), answer.known.short(lang));
            said.push(lang::say!(
                lang,
                "Gefragt war nach Kenntnis vom {asked}. Der letzte Eintrag ist vom {known}; weiter reicht der Nachweis nicht.",
                "Asked was as known on {asked}. The last entry is of {known}; the certificate reaches no further."
            ));
        }
        if let Some(since) = since {
            let sentence = in_force::sentence(since, today, log, lang);
            said.push(lang::say!(
                lang,
                "Später eingetragene Erklärungen ändern die Antwort. {sentence}",
                "Records logged later change the answer. {sentence}"
            ));
        }
        Self { head, answer: said, records: rows(certified, lang), grounds: grounds(certified, lang) }
    }
}

fn rows(certified: &Certified, lang: Lang) -> Vec<Row> {
    let Certified { certificate, log, answer, .. } = certified;
    let stream = Stream::Policy(certificate.policy.clone());
    let nothing = History::default();
    let history = log.state.histories.get(&certificate.policy).unwrap_or(&nothing);
    // What was not known yet is told as it is known now.
    let (view, now) = (history.as_known(answer.known), history.latest());
    let known = history.seen(answer.known).len();
    let row = |(place, standing): (usize, &Standing)| {
        let later = place >= known;
        let (signed, logged) = (standing.record.signed_at.day(), standing.logged.day());
        let (who, signed, logged) =
            (in_force::signers(log, standing), signed.short(lang), logged.short(lang));
        let told = history::told(standing, log, if later { &now } else { &view }, lang);
        let more = history::more(&standing.record.body, lang);
        Row {
            entry: standing.index,
            what: std::iter::once(told).chain(more).collect::<Vec<_>>().join("; "),
            who: lang::say!(
                lang,
                "gezeichnet von {who} am {signed}, eingetragen am {logged}",
                "signed by {who} on {signed}, logged on {logged}"
            ),
            later,
        }
    };
    log.state.stream(&stream).enumerate().map(row).collect()
}

/// What is proven, and what rests on whose word.
fn grounds(certified: &Certified, lang: Lang) -> Vec<(&'static str, String)> {
    let log = &certified.log;
    let empty = !log.state.histories.contains_key(&certified.certificate.policy);
    let size = log.tree().size;
    vec![
        (
            lang.pick("Durch Unterschriften bewiesen", "Proven by signatures"),
            if empty {
                lang::say!(
                    lang,
                    "Die Zeichnungsregelung ist seit der Gründung lückenlos belegt.",
                    "The charter is shown without a gap since the founding."
                )
            } else {
                lang::say!(
                    lang,
                    "Jede Erklärung trägt die Unterschriften, die die Zeichnungsregelung an ihrer Stelle verlangt; die Reihe ist vom ersten bis zum letzten Eintrag lückenlos.",
                    "Each record has the signatures that the charter demands at its place; the stream has no gap from its first to its last entry."
                )
            },
        ),
        (
            lang.pick("Durch den Registerstand bewiesen", "Proven by the checkpoint"),
            if empty {
                lang::say!(
                    lang,
                    "Das Archiv hat sich mit seiner Signatur darauf festgelegt, dass es unter {size} Einträgen keine Erklärung zu diesem Dokument hat.",
                    "The archive committed itself by its signature to having no record of this policy among {size} entries."
                )
            } else {
                lang::say!(
                    lang,
                    "Das Archiv hat sich mit seiner Signatur darauf festgelegt, dass diese Erklärungen im Register stehen und die letzte von ihnen unter {size} Einträgen die letzte zu diesem Dokument ist.",
                    "The archive committed itself by its signature to these records being in the log, and to the last of them being the last of this policy among {size} entries."
                )
            },
        ),
        (
            lang.pick("Auf das Wort des Archivs", "On the archive's word"),
            lang::say!(
                lang,
                "Wann eingetragen wurde, und dass der festgehaltene Stand aller Reihen stimmt. Wer das ganze Register hat, kann es nachprüfen.",
                "When records were logged, and that the heads it committed to are right. Whoever has the whole log can check that."
            ),
        ),
        (
            lang.pick("Auf das Wort der Zeichnenden", "On the signers' word"),
            lang::say!(
                lang,
                "Wann sie unterschrieben haben, und was sie über Beschlüsse und Veröffentlichungen angeben.",
                "When they signed, and what they state about decisions and publications."
            ),
        ),
        (
            lang.pick("Von Dritten bewiesen", "Proven by third parties"),
            lang::say!(
                lang,
                "Nichts: Der Registerstand trägt weder Zeitstempel noch Zeugen, die dieser Nachweis prüft.",
                "Nothing: the checkpoint has no time stamps and no witnesses that this certificate checks."
            ),
        ),
    ]
}

/// Prints what a certificate says.
pub fn print(out: &mut Out, told: &Told) {
    out.rows(&told.head);
    out.say("");
    for (i, line) in told.answer.iter().enumerate() {
        out.say(&if i == 0 { line.clone() } else { format!("  {line}") });
    }
    if !told.records.is_empty() {
        out.say("");
        out.say(out.lang.pick("Erklärungen:", "Records:"));
    }
    for row in &told.records {
        let (entry, what) = (row.entry, row.told(out.lang));
        out.say(&format!("  #{entry}  {what}"));
        out.say(&format!("        {}", row.who));
    }
    out.say("");
    for (whose, what) in &told.grounds {
        out.say(&format!("{whose}:"));
        out.say(&format!("  {what}"));
    }
    out.say("");
}

/// Prints whether it proves it.
pub fn verdict(out: &mut Out, certified: &Certified) {
    let lang = out.lang;
    if certified.log.anchored == Anchored::Yes {
        out.say(&lang::say!(
            lang,
            "Ergebnis: Der Nachweis ist vollständig; alle Signaturen sind kryptographisch gültig.",
            "Result: the certificate is complete; all signatures are cryptographically valid."
        ));
        return;
    }
    let (_, advice) = report::not_anchored(lang);
    out.say(&lang::say!(
        lang,
        "Ergebnis: In sich stimmig, aber nicht verankert; das ist kein Nachweis.",
        "Result: consistent in itself, but not anchored; that proves nothing."
    ));
    out.say(&advice);
}

/// A PDF held against a certificate.
#[derive(Debug)]
struct Pdf {
    sha256: Digest,
    /// Version, and the entry that speaks of the file.
    of: Option<(u32, u64)>,
    which: Which,
}

/// What a PDF is to the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    /// The text that was in force, or another rendition of it.
    InForce,
    /// A version that was in force, but its wording is that of a correction.
    Corrected(u64),
    /// A version, or a rendition of one, that was not in force.
    NotInForce,
    /// Whether it was in force is undetermined.
    Undetermined,
    /// No file of this policy.
    Unknown,
}

impl Pdf {
    fn of(certified: &Certified, sha256: Digest) -> Self {
        let stream = Stream::Policy(certified.certificate.policy.clone());
        let same = |s: &&Standing| Files::of(&s.record.body, s.index).is_some_and(|f| f.pdf.sha256 == sha256);
        let found = certified.log.state.stream(&stream).rfind(same);
        let of = found.and_then(|s| Some((Files::of(&s.record.body, s.index)?.version, s.index)));
        let which =
            of.map_or(Which::Unknown, |(version, entry)| which(&certified.answer.verdict, version, entry));
        Self { sha256, of, which }
    }

    fn told(&self, lang: Lang) -> String {
        let (version, entry) = self.of.unwrap_or_default();
        let hash = &self.sha256;
        let text = match self.which {
            Which::InForce => lang::say!(
                lang,
                "ist Fassung {version}, die in Kraft war (Eintrag {entry})",
                "is version {version}, which was in force (entry {entry})"
            ),
            Which::Corrected(text) => lang::say!(
                lang,
                "ist Fassung {version} vor ihrer Berichtigung; der Wortlaut ist der in Eintrag {text}",
                "is version {version} before its correction; the wording is that in entry {text}"
            ),
            Which::NotInForce => lang::say!(
                lang,
                "gehört zu Fassung {version} (Eintrag {entry}), ist aber nicht, was in Kraft war",
                "belongs to version {version} (entry {entry}), but is not what was in force"
            ),
            Which::Undetermined => lang::say!(
                lang,
                "gehört zu Fassung {version} (Eintrag {entry}); ob sie in Kraft war, ist noch offen",
                "belongs to version {version} (entry {entry}); whether it was in force is undetermined"
            ),
            Which::Unknown => lang::say!(
                lang,
                "ist keine Datei dieses Dokuments, oder sie wurde verändert (SHA-256 {hash})",
                "is no file of this policy, or it was altered (SHA-256 {hash})"
            ),
        };
        lang::say!(lang, "PDF: {text}.", "PDF: {text}.")
    }

    fn code(&self) -> &'static str {
        match self.which {
            Which::InForce => "in-force",
            Which::Corrected(_) => "corrected",
            Which::NotInForce => "not-in-force",
            Which::Undetermined => "undetermined",
            Which::Unknown => "unknown",
        }
    }
}

/// What the file of an entry is to a verdict.
fn which(verdict: &Verdict, version: u32, entry: u64) -> Which {
    let one = |v: &InForce| match v.text {
        _ if v.text == Some(entry) || v.also.contains(&entry) => Which::InForce,
        None if v.entry == entry => Which::InForce,
        Some(text) if v.entry == entry => Which::Corrected(text),
        _ => Which::NotInForce,
    };
    match verdict {
        Verdict::One(v) if v.version == version => one(v),
        Verdict::Several(all) => all.iter().find(|v| v.version == version).map_or(Which::NotInForce, one),
        Verdict::One(_) | Verdict::None(_) => Which::NotInForce,
        Verdict::Undetermined { .. } => Which::Undetermined,
    }
}

/// The report as JSON.
fn as_json(certified: &Certified, bytes: &[u8], pdf: Option<&Pdf>, holds: bool) -> Value {
    let Certified { certificate, log, answer, since, notes, .. } = certified;
    let policy = &certificate.policy;
    let stream = Stream::Policy(policy.clone());
    let records = log.state.stream(&stream).map(|s| {
        json!({
            "entry": s.index,
            "kind": s.record.kind(),
            "signed_at": s.record.signed_at,
            "logged": s.logged,
            "signers": s.signers,
        })
    });
    let mut question = json!({ "policy": policy, "on": certificate.on });
    if let Some(known) = certificate.known {
        question["as_known"] = json!(known);
    }
    let mut value = json!({
        "format": "inkraft/certificate-report/1",
        "holds": holds,
        "findings": report::findings_json(notes),
        "bytes": bytes.len(),
        "log": report::basis_json(log),
        "question": question,
        "answer": in_force::answer_json(answer, log, policy),
        "records": records.collect::<Value>(),
    });
    if let Some(since) = since {
        value["since"] = in_force::answer_json(since, log, policy);
    }
    if let Some(pdf) = pdf {
        value["pdf"] = json!({ "sha256": pdf.sha256, "is": pdf.code() });
        if let Some((version, entry)) = pdf.of {
            value["pdf"]["version"] = json!(version);
            value["pdf"]["entry"] = json!(entry);
        }
    }
    value
}
