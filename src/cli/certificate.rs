//! `verify CERTIFICATE`: what a certificate of force proves, and what rests on whose word.
//!
//! Specification: `docs/archive-format.md`, "Certificate of force"; `docs/json.md`. [`Told`] is the one home of the
//! words; the terminal and the sheet (`prove --pdf-out`) both show them.

use serde_json::{Value, json};

use super::answer_json::answer_json;
use super::archive_args::{self, ArchiveArgs};
use super::certificate_pdf::{Pdf, Which};
use super::certificate_told::Told;
use super::out::{Failure, Out};
use super::{Env, dispute, rendition, report};
use crate::base::{Sha256, lang};
use crate::timeline::{Fact, History};
use crate::verify::{self, Anchored, Certified, Level};

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
        if let (Some(path), Anchored::Yes) = (&from.trust, certified.log.anchored) {
            let path = path.display();
            out.say(&lang::say!(
                out.lang,
                "Vertrauen: die Gründungsregelung ist die des Vertrauensankers {path}.",
                "Trust: the founding charter is that of the trust anchor {path}."
            ));
        }
        verdict(out, &certified, pdf.is_none_or(|p| p.which == Which::InForce));
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

/// Prints whether it proves it; `belongs` is whether the PDF that was held against it belongs to the answer.
pub fn verdict(out: &mut Out, certified: &Certified, belongs: bool) {
    let lang = out.lang;
    if certified.log.anchored == Anchored::Yes && !belongs {
        out.say(&lang::say!(
            lang,
            "Ergebnis: Der Nachweis ist in Ordnung, aber dieses PDF ist nicht als das bewiesen, was in Kraft war.",
            "Result: the certificate is in order, but does not prove that this PDF is what was in force."
        ));
        return;
    }
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

/// The report as JSON.
fn as_json(certified: &Certified, bytes: &[u8], pdf: Option<&Pdf<'_>>, holds: bool) -> Value {
    let Certified { certificate, log, answer, since, notes, .. } = certified;
    let policy = &certificate.policy;
    let known = log.state.histories.get(policy).map(History::records).unwrap_or_default();
    let records = known.iter().filter_map(|r| {
        let s = log.state.standing.get(&r.entry)?;
        let mut value = json!({
            "entry": s.index,
            "kind": s.record.kind(),
            "signed_at": s.record.signed_at,
            "logged": s.logged,
            "signers": s.signers,
        });
        if let Fact::Ruling { .. } = r.fact {
            value["ruling"] = dispute::ruling_json(&r.fact);
        }
        Some(value)
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
        "answer": answer_json(answer, log, policy),
        "records": records.collect::<Value>(),
    });
    if let Some(since) = since {
        value["since"] = answer_json(since, log, policy);
    }
    if let Some(pdf) = pdf {
        value["pdf"] = json!({ "sha256": pdf.sha256, "is": pdf.code() });
        if let Some(of) = pdf.of {
            value["pdf"]["version"] = json!(of.version);
            value["pdf"]["entry"] = json!(of.entry);
            if let Some(r) = of.rendition {
                value["pdf"]["rendition"] = rendition::json(r);
            }
        }
    }
    value
}
