//! A workspace in a temporary folder and the real program run on it in a sealed environment.
//!
//! Clock, language, home and state folder are fixed; nothing else of the outer environment gets in. The keys
//! are made once a test run by `inkraft init`, so hashes differ from run to run and are redacted in
//! transcripts. Needs the feature `author`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// The passphrase of every key in the tests.
pub const PASSPHRASE: &str = "nur zum Testen";

/// The origin of the tests' archives.
pub const ORIGIN: &str = "muster.example/regelwerk";

/// A small policy in German, in force from a day.
pub fn policy(title: &str, from: &str) -> String {
    format!(
        "title = \"{title}\"\nlanguage = \"de\"\npublisher = \"Musterkammer\"\nas_of = \"2018-07\"\n\n\
         [effect]\nfrom = {from}\n\n[[sections]]\nlabel = \"1.\"\nheading = \"Zweck\"\ntext = \"Ein Satz.\"\n"
    )
}

/// A workspace of its own, removed when dropped.
pub struct Site {
    folder: TempDir,
    now: String,
    lang: &'static str,
}

static FOUNDED: OnceLock<TempDir> = OnceLock::new();

impl Site {
    /// A workspace with keys and a founding charter, on 2 July 2018.
    pub fn new() -> Self {
        let founded = FOUNDED.get_or_init(|| {
            let site = Self::empty();
            fs::write(site.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
            restrict(&site.path("passphrase"), 0o600);
            let mut init = site.command(&[
                "init",
                "regelwerk",
                "--publisher",
                "Musterkammer",
                "--origin",
                ORIGIN,
                "--officer",
                "Erika Muster",
                "--function",
                "Hauptgeschäftsführerin",
                "--passphrase-file",
                "passphrase",
            ]);
            let done = init.current_dir(site.folder.path()).output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            site.folder
        });
        let site = Self::empty();
        copy(founded.path(), site.folder.path());
        site
    }

    /// An empty folder: nothing was made yet.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        restrict(folder.path(), 0o700);
        Self { folder, now: "2018-07-02T10:00:00+02:00".to_owned(), lang: "de_DE.UTF-8" }
    }

    /// A copy that goes its own way.
    pub fn twin(&self) -> Self {
        let twin = Self { now: self.now.clone(), lang: self.lang, ..Self::empty() };
        copy(self.folder.path(), twin.folder.path());
        twin
    }

    /// Speaks English.
    pub fn english(mut self) -> Self {
        self.lang = "en_GB.UTF-8";
        self
    }

    /// Sets the clock.
    pub fn at(&mut self, now: &str) -> &mut Self {
        self.now = now.to_owned();
        self
    }

    /// A path below the temporary folder; the workspace is `regelwerk`.
    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// The archive's folder.
    pub fn archive(&self) -> PathBuf {
        self.path("regelwerk/archive")
    }

    /// Writes a policy's draft.
    pub fn draft(&self, id: &str, text: &str) -> &Self {
        let path = self.path(&format!("regelwerk/documents/{id}/policy.toml"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// The program, to be run in the workspace (or in the folder itself while there is none).
    pub fn command(&self, args: &[&str]) -> Command {
        self.program(env!("CARGO_BIN_EXE_inkraft"), args)
    }

    /// `inkraft-verify`, to be run in the workspace.
    pub fn verifier(&self, args: &[&str]) -> Command {
        self.program(env!("CARGO_BIN_EXE_inkraft-verify"), args)
    }

    fn program(&self, program: &str, args: &[&str]) -> Command {
        let workspace = self.path("regelwerk");
        let cwd = if workspace.is_dir() { workspace } else { self.folder.path().to_owned() };
        let mut command = Command::new(program);
        command.args(args).current_dir(cwd).env_clear().stdin(Stdio::null());
        command.env("HOME", self.path("home")).env("INKRAFT_STATE", self.path("state"));
        command.env("INKRAFT_NOW", &self.now).env("LC_ALL", self.lang);
        command
    }

    /// Runs a command line; gives exit code, standard output and standard error, redacted.
    pub fn run(&self, line: &str) -> String {
        self.transcript(&self.command(&words(line)).output().unwrap())
    }

    /// Runs a signing command line without questions.
    pub fn sign(&self, line: &str) -> String {
        self.run(&format!("{line} --yes --passphrase-file ../passphrase"))
    }

    /// Runs a signing command line that must succeed.
    pub fn signed(&self, line: &str) -> &Self {
        let transcript = self.sign(line);
        assert!(transcript.starts_with("exit 0\n"), "{line}: {transcript}");
        self
    }

    /// What a program printed, redacted: hashes, fingerprints, PDF sizes, the temporary folder, and the
    /// line that says that the clock is set.
    pub fn transcript(&self, output: &Output) -> String {
        let code = output.status.code().map_or("signal".to_owned(), |c| c.to_string());
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let mut text = format!("exit {code}\n{out}");
        let err: String =
            err.lines().filter(|l| !l.contains("INKRAFT_NOW")).map(|l| format!("{l}\n")).collect();
        if !err.is_empty() {
            text += &format!("-- stderr\n{err}");
        }
        redact(&text.replace(&self.folder.path().display().to_string(), "[TMP]"))
    }
}

fn restrict(path: &Path, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
}

/// The words of a command line; `'…'` holds spaces together.
pub fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for (i, part) in line.split('\'').enumerate() {
        if i % 2 == 1 {
            words.push(part);
        } else {
            words.extend(part.split_whitespace());
        }
    }
    words
}

fn redact(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let words = line.split(' ').map(|word| {
            let core = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            let hex = core.len() == 64 && core.bytes().all(|b| b.is_ascii_hexdigit());
            if hex { word.replace(core, "[SHA-256]") } else { word.to_owned() }
        });
        let line = words.collect::<Vec<_>>().join(" ");
        // The size of a PDF depends on the typesetter's version.
        match (line.find("PDF"), line.find(" Byte").or(line.find(" byte")), line.find(" kB")) {
            (Some(pdf), Some(end), _) | (Some(pdf), None, Some(end)) if pdf < end => {
                let start = line[..end].rfind(' ').map_or(0, |i| i + 1);
                format!("{}[N]{}", &line[..start], &line[end..])
            }
            _ => line,
        }
    });
    lines.map(|l| l.trim_end().to_owned() + "\n").collect()
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target)
        } else {
            drop(fs::copy(entry.path(), target).unwrap())
        }
    }
}

/// Every file below a folder with its bytes, to see that nothing was changed or left behind.
pub fn snapshot(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else if !path.ends_with(".lock") {
                files.push((path.clone(), fs::read(&path).unwrap()))
            }
        }
    }
    files.sort();
    files
}
