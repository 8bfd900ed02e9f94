//! Public keys as OpenSSH writes them: one line of a `.pub` file, and the bytes in it.
//!
//! Specification: `docs/keys.md`, "Keys in the ssh-agent"; RFC 4253, 6.6 and RFC 8709, 4 (the bytes), RFC 4251, 5
//! (strings). Ed25519 only. Reads no private keys: those stay with `ssh-keygen` and the agent.

use base64ct::{Base64, Encoding as _};

use super::KeyError;
use super::public::sound;
use crate::base::limits;

pub(super) const ED25519: &str = "ssh-ed25519";

/// The kinds of key that lie on a security token (FIDO).
const TOKENS: [&str; 2] = ["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"];

/// Whether a text looks like a line of a `.pub` file, of whatever kind of key.
pub fn looks_like_openssh(text: &str) -> bool {
    ["ssh-", "sk-", "ecdsa-sha2-"].iter().any(|start| text.starts_with(start))
}

/// The Ed25519 key in the line of a `.pub` file; its comment is passed over.
///
/// Refuses keys on security tokens: they sign a text of their own that only begins with a hash of ours.
pub fn parse_openssh(text: &str) -> Result<[u8; 32], KeyError> {
    if text.len() as u64 > limits::SMALL {
        return Err(KeyError::TooLarge);
    }
    let line = text.strip_suffix('\n').map_or(text, |t| t.strip_suffix('\r').unwrap_or(t));
    let mut words = line.split(' ');
    let (kind, base64) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if line.contains('\n') || !looks_like_openssh(kind) {
        return Err(KeyError::NotOpenSsh);
    }
    if TOKENS.contains(&kind) {
        return Err(KeyError::SecurityToken);
    }
    if kind != ED25519 {
        return Err(KeyError::OtherSsh { found: KeyError::shorten(kind) });
    }
    let bytes = Base64::decode_vec(base64).map_err(|_| KeyError::NotOpenSsh)?;
    sound(public_in(&bytes).ok_or(KeyError::NotOpenSsh)?)
}

/// A public key as the agent names it: the kind and the 32 bytes, each with its length before it.
pub(super) fn blob(public: &[u8; 32]) -> Vec<u8> {
    let mut out = Vec::with_capacity(51);
    put(&mut out, ED25519.as_bytes());
    put(&mut out, public);
    out
}

/// The Ed25519 key in such bytes; `None` if it is another kind of key.
pub(super) fn public_in(blob: &[u8]) -> Option<[u8; 32]> {
    let mut fields = Fields(blob);
    let kind = fields.string()?;
    let public = fields.string()?.try_into().ok()?;
    (kind == ED25519.as_bytes() && fields.0.is_empty()).then_some(public)
}

/// Appends a string with its length (RFC 4251, 5).
pub(super) fn put(out: &mut Vec<u8>, string: &[u8]) {
    out.extend_from_slice(&(string.len() as u32).to_be_bytes());
    out.extend_from_slice(string);
}

/// What is left to be read of a message; nothing is taken that is not there.
pub(super) struct Fields<'a>(pub &'a [u8]);

impl<'a> Fields<'a> {
    pub fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    pub fn number(&mut self) -> Option<u32> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_be_bytes(*bytes))
    }

    pub fn string(&mut self) -> Option<&'a [u8]> {
        let mut rest = Fields(self.0);
        let length = rest.number()? as usize;
        let (string, rest) = rest.0.split_at_checked(length)?;
        self.0 = rest;
        Some(string)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by `ssh-keygen -t ed25519`.
    const LINE: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBjlaOgHCpTv76eBFkHnNzR2aBwdZhxwvaP0iQRZqXgZ erika@desk";

    #[test]
    fn a_line_of_ssh_keygen_is_read_with_or_without_its_comment() {
        let public = parse_openssh(LINE).unwrap();
        let bare = LINE.rsplit_once(' ').unwrap().0;
        for line in
            [bare.to_owned(), format!("{LINE}\n"), format!("{LINE}\r\n"), format!("{LINE} and more\n")]
        {
            assert_eq!(parse_openssh(&line), Ok(public), "{line}");
        }
        assert_eq!(bare, format!("{ED25519} {}", Base64::encode_string(&blob(&public))));
    }

    #[test]
    fn every_other_line_is_refused_with_its_reason() {
        let other = |found: &str| Err(KeyError::OtherSsh { found: found.into() });
        assert_eq!(parse_openssh("ssh-rsa AAAAB3NzaC1yc2E= a"), other("ssh-rsa"));
        assert_eq!(parse_openssh("ecdsa-sha2-nistp256 AAAA b"), other("ecdsa-sha2-nistp256"));
        for token in TOKENS {
            assert_eq!(parse_openssh(&format!("{token} AAAA c")), Err(KeyError::SecurityToken));
        }
        let swapped = LINE.replace("ssh-ed25519 ", "ssh-rsa ");
        assert_eq!(parse_openssh(&swapped), other("ssh-rsa"));
        // Two keys; none; options before it; a private key; a byte too few, one too many, another kind inside.
        let two = format!("{LINE}\n{LINE}\n");
        let (short, long) = (LINE.replace("qXgZ ", " "), LINE.replace("qXgZ ", "qXgZAAAA "));
        let inside = LINE.replace("lZDI1NTE5", "lZDI1NTE4");
        let options = format!("no-pty {LINE}");
        for bad in
            [two.as_str(), "", "ssh-ed25519", &options, "-----BEGIN OPENSSH PRIVATE KEY-----", &short, &long]
        {
            assert_eq!(parse_openssh(bad), Err(KeyError::NotOpenSsh), "{bad}");
        }
        assert_eq!(parse_openssh(&inside), Err(KeyError::NotOpenSsh));
        assert_eq!(parse_openssh(&"ssh-".repeat(20_000)), Err(KeyError::TooLarge));
        let mut neutral = [0; 32];
        neutral[0] = 1;
        let weak = format!("{ED25519} {}", Base64::encode_string(&blob(&neutral)));
        assert_eq!(parse_openssh(&weak), Err(KeyError::WeakPublic));
    }
}
