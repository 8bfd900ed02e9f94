//! Keys, certificates, signatures and time stamps of another program, made anew for each test by openssl 3.
//!
//! Gives what a trust service would: certificates with their keys, CMS signatures as PAdES wants them, RFC 3161 tokens.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// A folder with keys (`<name>.key`) and certificates (`<name>.pem`).
pub struct Pki {
    folder: TempDir,
}

/// What an authority for time stamps asks of a certificate (RFC 3161, section 2.3).
pub const STAMPS: &str = "extendedKeyUsage=critical,timeStamping";

/// How openssl makes the keys.
pub const P256: &str = "-newkey ec -pkeyopt ec_paramgen_curve:P-256";
pub const P384: &str = "-newkey ec -pkeyopt ec_paramgen_curve:P-384";
pub const RSA: &str = "-newkey rsa:2048";

impl Pki {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Runs a script in the folder.
    pub fn sh(&self, script: &str) {
        let mut command = Command::new("sh");
        let output = command.arg("-ec").arg(script).current_dir(self.folder.path()).output().unwrap();
        assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    }

    /// A self-signed certificate.
    pub fn own(&self, name: &str, key: &str, extensions: &[&str]) {
        let more: String = extensions.iter().map(|e| format!(" -addext {e}")).collect();
        self.sh(&format!(
            "openssl req -x509 {key} -nodes -sha256 -days 3000 -keyout {name}.key -out {name}.pem \
             -subj '/O=Musterkammer/CN=Erika {name}' {more} 2>/dev/null"
        ));
    }

    /// An authority's own certificate, the root of a chain.
    pub fn root(&self, name: &str, key: &str) {
        self.own(name, key, &["keyUsage=critical,keyCertSign,cRLSign"]);
    }

    /// A certificate that another one issued.
    pub fn issued(&self, name: &str, key: &str, by: &str, extensions: &[&str]) {
        fs::write(self.path("ext"), extensions.join("\n")).unwrap();
        self.sh(&format!(
            "openssl req -new {key} -nodes -keyout {name}.key -out {name}.csr -subj '/O=Muster/CN={name}' 2>/dev/null\n\
             openssl x509 -req -in {name}.csr -CA {by}.pem -CAkey {by}.key -CAcreateserial -sha256 -days 2000 \
             -extfile ext -out {name}.pem 2>/dev/null"
        ));
    }

    /// A certificate in DER.
    pub fn der(&self, name: &str) -> Vec<u8> {
        self.sh(&format!("openssl x509 -in {name}.pem -outform der -out {name}.der"));
        self.read(&format!("{name}.der"))
    }

    /// A detached CMS signature; `more`: options of `openssl cms`.
    pub fn cms(&self, content: &[u8], signer: &str, more: &str) -> Vec<u8> {
        fs::write(self.path("content"), content).unwrap();
        self.sh(&format!(
            "openssl cms -sign -binary -in content -signer {signer}.pem -inkey {signer}.key -outform der \
             -out signature {more}"
        ));
        self.read("signature")
    }

    /// What `openssl cms` needs for a signature as in a PDF.
    pub const PADES: &str = "-cades -md sha256 -nosmimecap";

    /// A time stamp token; `query`: options of `openssl ts -query`.
    pub fn token(&self, about: &[u8], authority: &str, query: &str) -> Vec<u8> {
        let config = format!(
            "[tsa]\nserial=serial\nsigner_cert={authority}.pem\nsigner_key={authority}.key\nsigner_digest=sha256\n\
             default_policy=1.2.3.4.1\ndigests=sha256,sha384,sha512\nordering=no\ness_cert_id_alg=sha256\n"
        );
        fs::write(self.path("config"), config).unwrap();
        fs::write(self.path("about"), about).unwrap();
        self.sh(&format!(
            "openssl ts -query -data about {query} -out query.tsq 2>/dev/null\n\
             openssl ts -reply -config config -section tsa -queryfile query.tsq -token_out -out token.tst 2>/dev/null"
        ));
        self.read("token.tst")
    }
}
