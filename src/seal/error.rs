//! Why a key file could not be made, read or used, and what its owner can do about it.
//!
//! Specification: `docs/keys.md`. Carries values, never a secret.

use crate::base::{Lang, Say, lang, limits};

/// Why there is no key. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// The operating system gave no random bytes.
    Random,
    /// A sound key could not be put into its file form; happens with no key we know of.
    Encoding,
    /// More bytes than any key file has.
    TooLarge,
    /// Not a key file, or one that was cut off or damaged.
    NotAKey,
    /// A private key that lies open.
    Unencrypted,
    /// A PEM file of another kind.
    OtherKind {
        /// The label it bears.
        found: String,
        /// The label that was wanted.
        wanted: &'static str,
    },
    /// Encrypted in another way than PBKDF2-HMAC-SHA256 with AES-256-CBC.
    Encryption {
        /// The way, as far as it is known.
        found: String,
    },
    /// So many PBKDF2 rounds that the file may be meant to stop us.
    TooManyRounds {
        /// Rounds the file asks for.
        rounds: u32,
    },
    /// The passphrase does not open it (or the file was damaged: the two look alike).
    WrongPassphrase,
    /// A key for another algorithm.
    NotEd25519 {
        /// Object identifier of the algorithm.
        oid: String,
    },
    /// A key for another algorithm than the three that PDFs are signed with here.
    NotForSeals {
        /// Object identifier of the algorithm, or of its curve.
        oid: String,
    },
    /// An RSA key with a public exponent below 65,537: checkers refuse what it signs.
    RsaExponent,
    /// An RSA key that is too short or unusually long.
    RsaBits {
        /// Length of its modulus in bits.
        bits: u32,
    },
    /// The certificate is about another key.
    OtherCertificate {
        /// Whose certificate it is.
        subject: String,
    },
    /// A seal key without its certificate.
    NoCertificate,
    /// The signature could not be computed: the key is damaged, or the system gave no random bytes.
    NoSignature,
    /// A public key under which signatures prove nothing.
    WeakPublic,
    /// No line of an OpenSSH public key.
    NotOpenSsh,
    /// An OpenSSH key of another kind.
    OtherSsh {
        /// The kind.
        found: String,
    },
    /// An OpenSSH key on a security token.
    SecurityToken,
    /// A sound key, but not the one that was expected.
    OtherKey {
        /// Fingerprint of the key in the file.
        found: String,
        /// Fingerprint of the key that was expected.
        expected: String,
    },
}

/// The command that encrypts a key file as it is wanted here.
const ENCRYPT: &str =
    "openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000 -in OLD -out NEW";

impl KeyError {
    /// A label of a file that was not made by us, short enough for a message.
    pub(super) fn shorten(label: &str) -> String {
        label.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(40).collect()
    }
}

impl Say for KeyError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Random => lang::say!(
                lang,
                "das Betriebssystem hat keine Zufallszahlen geliefert",
                "the operating system gave no random numbers"
            ),
            Self::Encoding => lang::say!(
                lang,
                "der Schlüssel ließ sich nicht in eine Schlüsseldatei schreiben",
                "the key could not be put into a key file"
            ),
            Self::TooLarge => {
                let max = limits::SMALL;
                lang::say!(
                    lang,
                    "größer als jede Schlüsseldatei ({max} Bytes)",
                    "larger than any key file ({max} bytes)"
                )
            }
            Self::NotAKey => lang::say!(
                lang,
                "keine Schlüsseldatei, oder abgeschnitten oder beschädigt",
                "not a key file, or cut off or damaged"
            ),
            Self::Unencrypted => lang::say!(
                lang,
                "der private Schlüssel ist nicht verschlüsselt",
                "the private key is not encrypted"
            ),
            Self::OtherKind { found, wanted } => lang::say!(
                lang,
                "die Datei enthält „{found}“, gebraucht wird „{wanted}“",
                "the file holds \"{found}\", \"{wanted}\" is needed"
            ),
            Self::Encryption { found } => lang::say!(
                lang,
                "der Schlüssel ist auf eine Weise verschlüsselt, die hier nicht gelesen wird ({found})",
                "the key is encrypted in a way that is not read here ({found})"
            ),
            Self::TooManyRounds { rounds } => {
                let max = limits::PBKDF2_ROUNDS;
                lang::say!(
                    lang,
                    "die Schlüsseldatei verlangt {rounds} PBKDF2-Runden, höchstens {max} werden gerechnet",
                    "the key file asks for {rounds} PBKDF2 rounds, at most {max} are computed"
                )
            }
            Self::WrongPassphrase => lang::say!(
                lang,
                "die Passphrase öffnet den Schlüssel nicht",
                "the passphrase does not open the key"
            ),
            Self::NotEd25519 { oid } => lang::say!(
                lang,
                "kein Ed25519-Schlüssel, sondern einer für das Verfahren {oid}",
                "not an Ed25519 key but one for the algorithm {oid}"
            ),
            Self::NotForSeals { oid } => lang::say!(
                lang,
                "mit diesem Schlüssel werden keine PDF signiert (Verfahren {oid})",
                "PDFs are not signed with this key (algorithm {oid})"
            ),
            Self::RsaExponent => lang::say!(
                lang,
                "der RSA-Schlüssel hat einen zu kleinen öffentlichen Exponenten",
                "the RSA key has too small a public exponent"
            ),
            Self::RsaBits { bits } => lang::say!(
                lang,
                "ein RSA-Schlüssel von {bits} Bit; angenommen werden 3072 und 4096",
                "an RSA key of {bits} bits; 3072 and 4096 are accepted"
            ),
            Self::OtherCertificate { subject } => lang::say!(
                lang,
                "das Zertifikat („{subject}“) gehört nicht zu diesem Schlüssel",
                "the certificate (\"{subject}\") does not belong to this key"
            ),
            Self::NoCertificate => lang::say!(
                lang,
                "zum Schlüssel fehlt das Zertifikat",
                "the key comes without its certificate"
            ),
            Self::NoSignature => lang::say!(
                lang,
                "die Signatur ließ sich nicht berechnen",
                "the signature could not be computed"
            ),
            Self::WeakPublic => lang::say!(
                lang,
                "dieser öffentliche Schlüssel ist unbrauchbar: Signaturen beweisen unter ihm nichts",
                "this public key is unusable: signatures prove nothing under it"
            ),
            Self::NotOpenSsh => lang::say!(
                lang,
                "nicht die Zeile eines öffentlichen OpenSSH-Schlüssels, oder abgeschnitten oder beschädigt",
                "not the line of an OpenSSH public key, or cut off or damaged"
            ),
            Self::OtherSsh { found } => lang::say!(
                lang,
                "kein Ed25519-Schlüssel, sondern einer der Art „{found}“",
                "not an Ed25519 key but one of the kind \"{found}\""
            ),
            Self::SecurityToken => lang::say!(
                lang,
                "ein Schlüssel auf einem Sicherheitstoken (sk-…) unterschreibt einen Text des Tokens, nicht die Erklärung selbst",
                "a key on a security token (sk-…) signs a text of the token's, not the record itself"
            ),
            Self::OtherKey { found, expected } => lang::say!(
                lang,
                "in der Datei steckt der Schlüssel {found}, erwartet war {expected}",
                "the file holds the key {found}, expected was {expected}"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let text = match self {
            Self::Unencrypted => lang::say!(
                lang,
                "Verschlüsseln Sie ihn und löschen Sie das Original: {ENCRYPT}",
                "Encrypt it, then delete the original: {ENCRYPT}"
            ),
            Self::Encryption { .. } | Self::TooManyRounds { .. } => lang::say!(
                lang,
                "Verschlüsseln Sie ihn neu, wenn die Datei von Ihnen ist: {ENCRYPT}",
                "Encrypt it anew if the file is yours: {ENCRYPT}"
            ),
            Self::WrongPassphrase => lang::say!(
                lang,
                "Prüfen Sie Feststelltaste und Tastaturbelegung. Eine beschädigte Datei sieht ebenso aus: \
                 Versuchen Sie es auch mit Ihrer Sicherungskopie.",
                "Check caps lock and the keyboard layout. A damaged file looks the same: try your backup \
                 copy, too."
            ),
            Self::NotAKey => lang::say!(
                lang,
                "Eine private Schlüsseldatei beginnt mit „-----BEGIN ENCRYPTED PRIVATE KEY-----“, eine \
                 öffentliche mit „-----BEGIN PUBLIC KEY-----“.",
                "A private key file begins with \"-----BEGIN ENCRYPTED PRIVATE KEY-----\", a public one \
                 with \"-----BEGIN PUBLIC KEY-----\"."
            ),
            Self::NotOpenSsh => lang::say!(
                lang,
                "Die Datei mit der Endung .pub nehmen, eine Zeile wie „ssh-ed25519 AAAA… name“; der private Schlüssel bleibt im ssh-agent.",
                "Take the file that ends in .pub, a line like \"ssh-ed25519 AAAA… name\"; the private key stays in the ssh-agent."
            ),
            Self::OtherSsh { .. } | Self::SecurityToken => lang::say!(
                lang,
                "Einen eigenen Schlüssel dafür anlegen: ssh-keygen -t ed25519 -f inkraft_ed25519",
                "Make a key of its own for this: ssh-keygen -t ed25519 -f inkraft_ed25519"
            ),
            Self::NotEd25519 { .. } => lang::say!(
                lang,
                "Erklärungen werden mit Ed25519 signiert.",
                "Records are signed with Ed25519."
            ),
            Self::OtherKey { .. } => lang::say!(
                lang,
                "Nehmen Sie die Datei zu diesem Namen. Ist es die richtige, dann ist sie beschädigt: \
                 Nehmen Sie Ihre Sicherungskopie.",
                "Take the file that belongs to this name. If it is the right one, it is damaged: take \
                 your backup copy."
            ),
            Self::NotForSeals { .. } => lang::say!(
                lang,
                "Geeignet sind ECDSA mit P-256 oder P-384 und RSA mit 3072 oder 4096 Bit.",
                "ECDSA with P-256 or P-384 will do, and RSA with 3072 or 4096 bits."
            ),
            Self::RsaExponent => lang::say!(
                lang,
                "Ein Zertifikat für einen Schlüssel mit dem Exponenten 65537 oder für P-256 ausstellen lassen.",
                "Have a certificate issued for a key with the exponent 65537, or for P-256."
            ),
            Self::RsaBits { .. } => lang::say!(
                lang,
                "Lassen Sie sich ein Zertifikat für einen längeren Schlüssel oder für P-256 ausstellen.",
                "Have a certificate issued for a longer key, or for P-256."
            ),
            Self::OtherCertificate { .. } => lang::say!(
                lang,
                "Nehmen Sie die beiden Dateien, die zusammen ausgestellt wurden. Sind es die richtigen, dann ist \
                 die Schlüsseldatei beschädigt: Nehmen Sie Ihre Sicherungskopie.",
                "Take the two files that were issued together. If they are the right ones, the key file is \
                 damaged: take your backup copy."
            ),
            Self::NoSignature | Self::NoCertificate => return None,
            Self::Random | Self::Encoding | Self::TooLarge | Self::OtherKind { .. } | Self::WeakPublic => {
                return None;
            }
        };
        Some(text)
    }
}

lang::error_that_says!(KeyError);
