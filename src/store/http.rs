//! Asking another machine: one bounded question over HTTP (feature `net`).
//!
//! Specification: `docs/stamps.md`, "Asking". Takes an address, what to post and how long to wait; gives the body of
//! an answer of the expected type. Plain HTTP: what is asked here is answered with a signature, which is checked, and no
//! secret is sent. Follows no redirects, takes no proxy from the environment, keeps nothing.

use std::net::IpAddr;
use std::time::Duration;

use ureq::http::Uri;
use ureq::{Agent, Error, Timeout};

use crate::base::{Lang, Say, lang};

/// Why there is no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum HttpError {
    /// The address begins with `https://`.
    Https,
    /// It is no address of the kind `http://name/path`.
    Address(String),
    /// The host's name is not known.
    Host(String),
    /// No connection: the host, and what the system says.
    Connect(String, String),
    /// Nothing within the time: the host, and the seconds.
    Late(String, u64),
    /// An answer with another status than 200: the host, and the status.
    Status(String, u16),
    /// An answer of another type: the host, and the type.
    Kind(String, String),
    /// An answer that is larger than it may be.
    TooLarge(String),
    /// An answer that is not HTTP, or that broke off.
    Broken(String, String),
}

impl Say for HttpError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Https => lang::say!(lang, "https wird nicht unterstützt", "https is not supported"),
            Self::Address(url) => {
                lang::say!(lang, "„{url}“ ist keine Adresse", "\"{url}\" is not an address")
            }
            Self::Host(host) => {
                lang::say!(lang, "{host} ist nicht bekannt", "{host} is not known")
            }
            Self::Connect(host, why) => {
                lang::say!(lang, "{host} ist nicht erreichbar ({why})", "{host} cannot be reached ({why})")
            }
            Self::Late(host, 1) => {
                lang::say!(
                    lang,
                    "{host} hat binnen 1 Sekunde nicht geantwortet",
                    "no answer from {host} within 1 second"
                )
            }
            Self::Late(host, seconds) => lang::say!(
                lang,
                "{host} hat binnen {seconds} Sekunden nicht geantwortet",
                "no answer from {host} within {seconds} seconds"
            ),
            Self::Status(host, status) => lang::say!(
                lang,
                "{host} antwortet mit dem HTTP-Status {status}",
                "{host} answers with the HTTP status {status}"
            ),
            Self::Kind(host, kind) => lang::say!(
                lang,
                "{host} antwortet mit etwas anderem („{kind}“)",
                "{host} answers with something else (\"{kind}\")"
            ),
            Self::TooLarge(host) => lang::say!(
                lang,
                "die Antwort von {host} ist viel zu groß",
                "the answer of {host} is far too large"
            ),
            Self::Broken(host, why) => lang::say!(
                lang,
                "die Antwort von {host} ist abgebrochen oder kein HTTP ({why})",
                "the answer of {host} broke off or is not HTTP ({why})"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Https => Some(lang::say!(
                lang,
                "Die Adresse mit http:// angeben: Gesendet wird nur eine Prüfsumme, und die Antwort ist signiert und wird geprüft.",
                "Give the address with http://: only a hash is sent, and the answer is signed and is checked."
            )),
            Self::Address(_) => Some(lang::say!(
                lang,
                "Zum Beispiel http://zeitstempel.example/tsa.",
                "For instance http://timestamp.example/tsa."
            )),
            _ => None,
        }
    }
}

lang::error_that_says!(HttpError);

/// A question.
#[derive(Debug, Clone, Copy)]
pub struct Post<'a> {
    /// `http://host[:port]/path`.
    pub url: &'a str,
    /// Media type of what is sent.
    pub kind: &'a str,
    /// What is sent.
    pub body: &'a [u8],
    /// Media type that the answer must have.
    pub answer: &'a str,
    /// Bytes that the answer has at most.
    pub limit: u64,
    /// How long all of it may take.
    pub within: Duration,
}

/// Time for a connection, of the whole.
const CONNECT: Duration = Duration::from_secs(5);

/// Characters of what a stranger says that are shown.
const SHOWN: usize = 80;

/// Checks an address before anything is sent; gives its host.
pub fn check_address(url: &str) -> Result<String, HttpError> {
    let bad = || HttpError::Address(short(url));
    let uri: Uri = url.parse().map_err(|_| bad())?;
    match (uri.scheme_str(), uri.host()) {
        (Some("https"), _) => Err(HttpError::Https),
        // A user name before the host would only hide where the question goes.
        (Some("http"), Some(host)) if !host.is_empty() && !url.contains('@') => {
            let bare = host.trim_start_matches('[').trim_end_matches(']');
            let port = uri.port_u16().map_or(String::new(), |p| format!(":{p}"));
            let is_v6 = bare.parse().is_ok_and(|ip: IpAddr| ip.is_ipv6());
            Ok(short(&if is_v6 { format!("[{bare}]{port}") } else { format!("{bare}{port}") }))
        }
        _ => Err(bad()),
    }
}

/// Asks, and gives the answer's bytes.
pub fn post(question: Post<'_>) -> Result<Vec<u8>, HttpError> {
    let host = check_address(question.url)?;
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        // What a proxy is, the environment would say, which is not asked here.
        .proxy(None)
        .timeout_global(Some(question.within))
        .timeout_connect(Some(CONNECT.min(question.within)))
        .max_response_header_size(16 << 10)
        .user_agent("inkraft")
        .build();
    let told = |e: Error| failed(&host, &question, e);
    let request = config.new_agent().post(question.url).header("Content-Type", question.kind);
    let mut response = request.header("Accept", question.answer).send(question.body).map_err(told)?;
    if response.status() != 200 {
        return Err(HttpError::Status(host, response.status().as_u16()));
    }
    let kind = response.headers().get("Content-Type").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let bare = kind.split(';').next().unwrap_or_default().trim();
    if !bare.eq_ignore_ascii_case(question.answer) {
        return Err(HttpError::Kind(host, short(kind)));
    }
    response.body_mut().with_config().limit(question.limit).read_to_vec().map_err(told)
}

fn failed(host: &str, question: &Post<'_>, error: Error) -> HttpError {
    let host = host.to_owned();
    match error {
        Error::Timeout(Timeout::Connect) if question.within > CONNECT => {
            HttpError::Late(host, CONNECT.as_secs())
        }
        Error::Timeout(_) => HttpError::Late(host, question.within.as_secs()),
        Error::HostNotFound => HttpError::Host(host),
        Error::BodyExceedsLimit(_) | Error::LargeResponseHeader(..) => HttpError::TooLarge(host),
        Error::BadUri(_) | Error::Http(_) => HttpError::Address(short(question.url)),
        Error::ConnectionFailed => HttpError::Connect(host, short("connection failed")),
        Error::Io(e) => match e.kind() {
            std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => {
                HttpError::Late(host, question.within.as_secs())
            }
            std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::ConnectionReset => {
                HttpError::Broken(host, short(&e.to_string()))
            }
            _ => HttpError::Connect(host, short(&e.to_string())),
        },
        other => HttpError::Broken(host, short(&other.to_string())),
    }
}

/// What a stranger says, fit for a message.
fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_are_asked() {
        let host = |url| check_address(url).map_err(|e| e.to_string());
        assert_eq!(host("http://tsa.example/x"), Ok("tsa.example".to_owned()));
        assert_eq!(host("http://tsa.example:8080"), Ok("tsa.example:8080".to_owned()));
        assert_eq!(host("http://[::1]:80/"), Ok("[::1]:80".to_owned()));
        assert_eq!(host("https://tsa.example/"), Err("https is not supported".to_owned()));
        for bad in [
            "",
            "tsa.example",
            "/tsr",
            "ftp://tsa.example/",
            "http:///x",
            "http://a@b/",
            "file:///etc/passwd",
        ] {
            assert_eq!(host(bad), Err(format!("\"{bad}\" is not an address")));
        }
    }
}
