//! Addresses of published files: each version's own for good, and one for the current version.
//!
//! Specification: `docs/attach.md`, "Addresses". Takes ids, version numbers and the address below
//! which the files stand; gives relative paths and complete, percent-encoded addresses. Does not look
//! whether anything is there.
//!
//! What comes out is ASCII without quotes, spaces, `<` or `>`, and its scheme is http, https or none.

use std::fmt;
use std::str::FromStr;

use crate::base::{Id, Lang, Say, lang};
use crate::format::layout::Place;

/// The path of a version's PDF, which never changes: `<id>/<version>/<id>-v<version>.pdf`.
pub fn version_path(policy: &Id, version: u32) -> String {
    format!("{policy}/{version}/{policy}-v{version}.pdf")
}

/// The path of any file of the archive that is published, which never changes: as in the archive, below
/// `policies`. For a rendition `<id>/<version>/renditions/<index>/<id>-v<version>-<tail>.pdf`.
pub fn path_of(place: &Place) -> String {
    let path = place.to_string();
    path.strip_prefix("policies/").map_or(path.clone(), str::to_owned)
}

/// The path under which the version in force at the time is always found: `<id>/<id>.pdf`.
pub fn current_path(policy: &Id) -> String {
    format!("{policy}/{policy}.pdf")
}

/// The address of the folder that published paths are relative to.
///
/// Either complete (`https://www.example.org/recht/`), or relative to the page it is used on
/// (`/recht/`, `../recht/`, `recht`, or nothing). A final `/` is added if it is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The address of a file below it.
    pub fn join(&self, path: &str) -> String {
        // A leading slash would leave the folder, and `//` even the server.
        format!("{}{}", self.0, encode(path.trim_start_matches('/'), false))
    }

    /// Whether it names a server, so that joined addresses can be cited anywhere.
    pub fn is_complete(&self) -> bool {
        self.0.contains("://")
    }

    /// The address as text, empty or with a final `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text cannot be the address that published files stand below.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadBase {
    /// Neither `http://` nor `https://` nor a relative path.
    Scheme {
        /// The address as given.
        address: String,
    },
    /// The server's name is empty, or has a character that no server name has.
    Host {
        /// The server's name as given.
        host: String,
    },
    /// `?` or `#`: nothing can be appended behind them.
    Query {
        /// The address as given.
        address: String,
    },
    /// A control character or a backslash.
    Character {
        /// The character.
        found: char,
    },
}

impl Say for BadBase {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Scheme { address } => lang::say!(
                lang,
                "„{address}“ ist keine Adresse einer Website",
                "“{address}” is not an address of a website"
            ),
            Self::Host { host } => {
                lang::say!(lang, "„{host}“ ist kein Name eines Servers", "“{host}” is not a server's name")
            }
            Self::Query { address } => lang::say!(
                lang,
                "Die Adresse „{address}“ enthält „?“ oder „#“",
                "The address “{address}” contains “?” or “#”"
            ),
            Self::Character { found } => {
                let code = *found as u32;
                lang::say!(
                    lang,
                    "Die Adresse enthält das unzulässige Zeichen U+{code:04X}",
                    "The address contains the character U+{code:04X}, which is not allowed"
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Host { .. } => lang::say!(
                lang,
                "Namen mit Umlauten in der Form „xn--…“ angeben, ohne Benutzernamen und Passwort.",
                "Give names with non-ASCII letters in their “xn--…” form, without user name and password."
            ),
            _ => lang::say!(
                lang,
                "Den Ordner angeben, unter dem die PDF-Dateien stehen, zum Beispiel https://www.example.org/recht/",
                "Give the folder that the PDF files stand in, for example https://www.example.org/recht/"
            ),
        })
    }
}

lang::error_that_says!(BadBase);

impl FromStr for BaseUrl {
    type Err = BadBase;
    fn from_str(text: &str) -> Result<Self, BadBase> {
        if let Some(found) = text.chars().find(|c| c.is_control() || *c == '\\') {
            return Err(BadBase::Character { found });
        }
        if text.contains(['?', '#']) {
            return Err(BadBase::Query { address: text.to_owned() });
        }
        let split = ["https://", "http://"].into_iter().find_map(|scheme| {
            let head = text.get(..scheme.len())?;
            head.eq_ignore_ascii_case(scheme).then(|| (scheme, &text[scheme.len()..]))
        });
        let mut url = match split {
            Some((scheme, rest)) => {
                let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                if !is_host(host) {
                    return Err(BadBase::Host { host: host.to_owned() });
                }
                format!("{scheme}{host}{}", encode(path, true))
            }
            // A colon in the first segment would read as a scheme, two slashes as a server.
            None if text.starts_with("//") || text.split('/').next().is_some_and(|s| s.contains(':')) => {
                return Err(BadBase::Scheme { address: text.to_owned() });
            }
            None => encode(text, true),
        };
        if !url.is_empty() && !url.ends_with('/') {
            url.push('/');
        }
        Ok(Self(url))
    }
}

/// `name`, `name:port` or `[v6]:port`, in ASCII.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    };
    let port_ok = port.is_none_or(|p| p.parse::<u16>().is_ok() && p.bytes().all(|b| b.is_ascii_digit()));
    let name_ok = match name.strip_prefix('[').and_then(|n| n.strip_suffix(']')) {
        Some(v6) => v6.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
                && name.split('.').all(|label| !label.is_empty())
        }
    };
    port_ok && name_ok
}

/// Percent-encodes all but unreserved characters and `/` (RFC 3986); an existing `%41` stays if asked.
fn encode(path: &str, keep_escapes: bool) -> String {
    use fmt::Write as _;
    let bytes = path.as_bytes();
    let hex = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_hexdigit);
    bytes.iter().enumerate().fold(String::with_capacity(path.len()), |mut out, (i, b)| {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(*b));
            }
            b'%' if keep_escapes && hex(i + 1) && hex(i + 2) => out.push('%'),
            _ => {
                let _ = write!(out, "%{b:02X}");
            }
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::layout::Part;

    fn joined(base: &str) -> String {
        let id: Id = "hausordnung".parse().unwrap();
        base.parse::<BaseUrl>().unwrap().join(&version_path(&id, 2))
    }

    #[test]
    fn a_base_may_or_may_not_end_in_a_slash() {
        let address = "https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf";
        assert_eq!(joined("https://www.example.org/recht"), address);
        assert_eq!(joined("https://www.example.org/recht/"), address);
        assert_eq!(joined("HTTPS://www.example.org/recht/"), address);
        assert_eq!(joined("https://example.org"), "https://example.org/hausordnung/2/hausordnung-v2.pdf");
        assert_eq!(joined("http://[::1]:8080"), "http://[::1]:8080/hausordnung/2/hausordnung-v2.pdf");
        assert_eq!(joined(""), "hausordnung/2/hausordnung-v2.pdf");
        assert_eq!(joined("../recht"), "../recht/hausordnung/2/hausordnung-v2.pdf");
        assert_eq!(joined("/"), "/hausordnung/2/hausordnung-v2.pdf");
    }

    #[test]
    fn the_current_version_has_one_address() {
        assert_eq!(current_path(&"hausordnung".parse().unwrap()), "hausordnung/hausordnung.pdf");
    }

    #[test]
    fn a_file_is_published_under_its_path_in_the_archive() {
        let id: Id = "hausordnung".parse().unwrap();
        assert_eq!(path_of(&Place::Pdf(id.clone(), 2)), version_path(&id, 2));
        let translation = Place::Rendition(id, 2, 17, Part::Pdf("en".to_owned()));
        assert_eq!(path_of(&translation), "hausordnung/2/renditions/17/hausordnung-v2-en.pdf");
    }

    #[test]
    fn only_addresses_of_websites_are_taken() {
        for bad in [
            "javascript:alert(1)//",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "ftp://example.org/",
            "https://",
            "https:///x",
            "https://user:pw@example.org/",
            "https://ex ample.org/",
            "https://köln.example/",
            "https://example.org:99999/",
            "https://example.org:/",
            "https://example..org/",
            "https://[zz]/",
            "https://example.org/?a=b",
            "https://example.org/#a",
            "https://example.org/\\x",
            "https://example.org/\nx",
        ] {
            assert!(bad.parse::<BaseUrl>().is_err(), "{bad}");
        }
    }

    #[test]
    fn hostile_paths_are_encoded_and_stay_below_the_base() {
        let base: BaseUrl = "https://example.org/Ä b%20\"<c>".parse().unwrap();
        assert_eq!(base.as_str(), "https://example.org/%C3%84%20b%20%22%3Cc%3E/");
        let here: BaseUrl = "".parse().unwrap();
        assert_eq!(here.join("//evil.example/x"), "evil.example/x");
        assert_eq!(here.join("javascript:alert(1)"), "javascript%3Aalert%281%29");
        assert_eq!(here.join("a\"><b"), "a%22%3E%3Cb");
    }
}
