//! Asking the time stamp authority that `inkraft.toml` names, and checking what it gives.
//!
//! Specification: `docs/stamps.md`, "Asking". Shared by the stamps of checkpoints and the one inside a PDF. What would
//! not hold in a check later is refused here, so it never gets where it cannot be taken out again.

use std::time::Duration;

use super::workspace::StampConfig;
use crate::base::{Lang, Say, Sha256, Time, lang, limits};
use crate::seal::timestamp::{self, NoToken, Request};
use crate::store::{HttpError, Post, ReadError, WriteError, post};
use crate::verify::chain::NoChain;
use crate::verify::token::{self, BadToken, Token};
use crate::verify::{Authorities, TOLERANCE};

/// A time stamp, as it came and as it was checked.
#[derive(Debug)]
pub struct Stamped {
    /// The token in DER (RFC 3161, `TimeStampToken`).
    pub der: Vec<u8>,
    /// What it says.
    pub token: Token,
}

/// Why there is no time stamp.
#[derive(Debug)]
pub enum NotStamped {
    /// No answer.
    Http(HttpError),
    /// An answer without a token.
    NoToken(NoToken),
    /// A token that does not hold, or is over something else.
    Broken(BadToken),
    /// The answer to another question: an old one, perhaps.
    Nonce,
    /// A stamp of an authority (its name) that is not believed here, or that could never be.
    NotBelieved(String, NoChain),
    /// A time that is far off this machine's clock: its time, and how many minutes.
    Clock(i64, i64),
    /// A time before that of the last entry, which it would prove to be wrong.
    Early(Time),
    /// The checkpoint could not be read.
    Read(ReadError),
    /// The stamp could not be written.
    Write(WriteError),
    /// `timeout` in `inkraft.toml` is not one.
    Timeout(u64),
}

impl Say for NotStamped {
    fn fact(&self, lang: Lang) -> String {
        let why = match self {
            Self::Http(e) => e.fact(lang),
            Self::NoToken(e) => e.fact(lang),
            Self::Broken(e) => e.fact(lang),
            Self::Nonce => lang::say!(
                lang,
                "die Antwort gehört zu einer anderen Anfrage",
                "the answer is that to another question"
            ),
            Self::NotBelieved(authority, why) => {
                let why = why.fact(lang);
                lang::say!(lang, "{why} („{authority}“)", "{why} (\"{authority}\")")
            }
            Self::Clock(time, minutes) => {
                let time = utc(*time);
                lang::say!(
                    lang,
                    "die Zeit des Dienstes ({time}) weicht um {minutes} Minuten von der Uhr dieses Rechners ab",
                    "the authority's time ({time}) is {minutes} minutes off this machine's clock"
                )
            }
            Self::Early(last) => {
                let (day, clock) = (last.day().short(lang), last.clock());
                lang::say!(
                    lang,
                    "der letzte Eintrag ist mit {day}, {clock} Uhr vordatiert; der Zeitstempel würde ihm widersprechen",
                    "the last entry is dated ahead, {day}, {clock}; the time stamp would contradict it"
                )
            }
            Self::Read(e) => e.fact(lang),
            Self::Write(e) => e.fact(lang),
            Self::Timeout(seconds) => lang::say!(
                lang,
                "`timeout` ist {seconds}, erlaubt sind 1 bis 60 Sekunden",
                "`timeout` is {seconds}, allowed are 1 to 60 seconds"
            ),
        };
        lang::say!(lang, "kein Zeitstempel: {why}", "no time stamp: {why}")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Http(e) => e.advice(lang),
            Self::Read(e) => e.advice(lang),
            Self::Write(e) => e.advice(lang),
            Self::NotBelieved(_, NoChain::Purpose | NoChain::Expired) => Some(lang::say!(
                lang,
                "Die Adresse eines anderen Dienstes in inkraft.toml eintragen ([stamp], url), oder den Betreiber fragen.",
                "Put the address of another authority into inkraft.toml ([stamp], url), or ask who runs this one."
            )),
            Self::NotBelieved(..) => Some(lang::say!(
                lang,
                "Ist es der richtige Dienst, sein Wurzelzertifikat nach keys/authorities.pem legen (vom Betreiber, nicht aus dem Zeitstempel); sonst die Adresse in inkraft.toml berichtigen ([stamp], url).",
                "If it is the right authority, put its root certificate into keys/authorities.pem (from who runs it, not from the stamp); else correct the address in inkraft.toml ([stamp], url)."
            )),
            Self::Clock(..) => {
                Some(lang::say!(lang, "Die Uhr des Rechners prüfen.", "Check the machine's clock."))
            }
            Self::Early(_) => Some(lang::say!(
                lang,
                "Nach dieser Zeit `inkraft stamp` aufrufen.",
                "Run `inkraft stamp` after that time."
            )),
            _ => None,
        }
    }
}

lang::error_that_says!(NotStamped);

/// Seconds that an authority is waited for: less than the ten that another command waits for the archive's lock.
const PATIENCE: u64 = 8;

/// Asks the authority for a time stamp over these bytes, and checks it: signature, hash, nonce, that its time is about
/// now (seconds since 1970), and that it proves this time to whoever pins `authorities`, if any are pinned.
pub fn stamp(
    config: &StampConfig,
    authorities: &Authorities,
    over: &[u8],
    now: i64,
) -> Result<Stamped, NotStamped> {
    let seconds = config.timeout.unwrap_or(PATIENCE);
    if !(1..=60).contains(&seconds) {
        return Err(NotStamped::Timeout(seconds));
    }
    let request = Request::new(&Sha256::of(over)).map_err(NotStamped::NoToken)?;
    let question = Post {
        url: &config.url,
        kind: "application/timestamp-query",
        body: &request.der,
        answer: "application/timestamp-reply",
        limit: limits::STAMP,
        within: Duration::from_secs(seconds),
    };
    let response = post(question).map_err(NotStamped::Http)?;
    let stamped = accept(&response, &request, over, now)?;
    believed(&stamped.token, authorities)?;
    Ok(stamped)
}

/// Checks an answer.
fn accept(response: &[u8], request: &Request, over: &[u8], now: i64) -> Result<Stamped, NotStamped> {
    let der = timestamp::token(response).map_err(NotStamped::NoToken)?;
    let token = token::check(&der, over).map_err(NotStamped::Broken)?;
    if token.nonce.as_ref() != Some(&request.nonce) {
        return Err(NotStamped::Nonce);
    }
    let off = token.time.saturating_sub(now).saturating_abs();
    if off > TOLERANCE {
        return Err(NotStamped::Clock(token.time, off / 60));
    }
    Ok(Stamped { der, token })
}

/// Refuses the stamp of an authority that is not among the pinned ones. Where none are, only what no pin could mend.
fn believed(token: &Token, authorities: &Authorities) -> Result<(), NotStamped> {
    let chained = if !token.signer.is_for_stamps() {
        Err(NoChain::Purpose)
    } else if !token.signer.covers(token.time) {
        Err(NoChain::Expired)
    } else if authorities.is_empty() {
        Ok(())
    } else {
        token.chain(authorities, token.time)
    };
    chained.map_err(|why| NotStamped::NotBelieved(token.signer.holder(), why))
}

fn utc(seconds: i64) -> String {
    Time::in_zone(seconds, &jiff::tz::TimeZone::UTC).map_or_else(String::new, |t| t.to_string())
}
