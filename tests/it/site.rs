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

/// Its translation into English.
pub fn translation(title: &str) -> String {
    format!(
        "title = \"{title}\"\nlanguage = \"en\"\npublisher = \"Musterkammer\"\nas_of = \"2018-07\"\n\n\
         [[sections]]\nlabel = \"1.\"\nheading = \"Purpose\"\ntext = \"One sentence.\"\n"
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

    /// Writes the draft of a policy's translation.
    pub fn translation(&self, id: &str, language: &str, text: &str) -> &Self {
        fs::write(self.path(&format!("regelwerk/documents/{id}/policy.{language}.toml")), text).unwrap();
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

    /// Any program, in the sealed environment.
    pub fn program(&self, program: &str, args: &[&str]) -> Command {
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

    /// Runs a command line that changes nothing in German and then in English.
    pub fn both(&self, line: &str) -> String {
        format!("{}~~ {line} --lang en\n{}", self.run(line), self.run(&format!("{line} --lang en")))
    }

    /// Runs a command line in both languages that must fail, and proves that nothing was changed or left
    /// behind, neither in the workspace nor beside it.
    pub fn refused(&self, line: &str) -> String {
        let before = snapshot(self.folder.path());
        let transcript = self.both(line);
        self.assert_unchanged(before, line);
        assert!(!transcript.starts_with("exit 0\n"), "{line}: {transcript}");
        transcript
    }

    /// The same for a signing command line without questions.
    pub fn refused_to_sign(&self, line: &str) -> String {
        let signing = " --yes --passphrase-file ../passphrase";
        self.refused(&format!("{line}{signing}")).replace(signing, "")
    }

    /// Every file and folder is as it was.
    pub fn assert_unchanged(&self, before: Vec<(PathBuf, Vec<u8>)>, what: &str) {
        let after = snapshot(self.folder.path());
        let changed = |a: &[(PathBuf, Vec<u8>)], b: &[(PathBuf, Vec<u8>)]| {
            a.iter().filter(|f| !b.contains(f)).map(|f| f.0.clone()).collect::<Vec<_>>()
        };
        assert_eq!((changed(&before, &after), changed(&after, &before)), (vec![], vec![]), "{what}");
    }

    /// Runs lines one after the other as an officer would and gives the whole transcript. `at TIME` sets the
    /// clock; `draft ID TITLE DAY` writes a draft, `translation ID TITLE` one of its translation; signing commands are not asked and get the passphrase.
    pub fn story(&mut self, lines: &[&str]) -> String {
        let mut told = String::new();
        for line in lines {
            let words = words(line);
            told += &format!("$ {line}\n");
            match words.as_slice() {
                ["at", now] => drop(self.at(now)),
                ["draft", id, title, from] => drop(self.draft(id, &policy(title, from))),
                ["translation", id, title] => drop(self.translation(id, "en", &translation(title))),
                [
                    "sign" | "translate" | "correct" | "rendition" | "effect" | "repeal" | "withdraw"
                    | "withhold" | "review" | "approve",
                    ..,
                ] => told += &self.sign(line),
                _ => told += &self.run(line),
            }
        }
        told
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
        let err: String = err
            .lines()
            .filter(|l| !l.ends_with("INKRAFT_NOW gestellt.") && !l.ends_with("by INKRAFT_NOW."))
            .map(|l| format!("{l}\n"))
            .collect();
        if !err.is_empty() {
            text += &format!("-- stderr\n{err}");
        }
        redact(&text.replace(&self.folder.path().display().to_string(), "[TMP]"))
    }
}

/// Who may read a file.
pub fn restrict(path: &Path, mode: u32) {
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
            // A verifier key: name, short hash, key.
            let vkey = word.matches('+').count() >= 2;
            match (hex, vkey) {
                (true, _) => word.replace(core, "[SHA-256]"),
                (_, true) => {
                    let end = ["\",", "\""].into_iter().find(|end| word.ends_with(end)).unwrap_or_default();
                    format!("{}+[VKEY]{end}", word.split('+').next().unwrap_or_default())
                }
                _ => word.to_owned(),
            }
        });
        let line = fingerprints(&words.collect::<Vec<_>>().join(" "));
        sizes(&line)
    });
    let mut lines: Vec<String> = lines.map(|l| l.trim_end().to_owned() + "\n").collect();
    // In JSON, the size of a file follows its hash.
    for i in 1..lines.len() {
        if lines[i - 1].contains("\"sha256\"") && lines[i].contains("\"size\": ") {
            let indent = lines[i].find('"').unwrap_or_default();
            lines[i] = format!("{}\"size\": [N]\n", " ".repeat(indent));
        }
    }
    lines.concat()
}

/// The size of a PDF depends on the keys and on the typesetter's version.
fn sizes(line: &str) -> String {
    let digits = |text: &str| text.bytes().rev().take_while(u8::is_ascii_digit).count();
    for unit in [" Bytes", " bytes", " kB", " KB"] {
        if let Some((before, after)) = line.split_once(unit).filter(|(b, _)| digits(b) > 0) {
            return format!("{}[N]{unit}{after}", &before[..before.len() - digits(before)]);
        }
    }
    // In HTML, and there can be several in a line.
    if let Some((before, after)) = line.split_once("\u{a0}KB").filter(|(b, _)| digits(b) > 0) {
        return format!("{}[N]\u{a0}KB{}", &before[..before.len() - digits(before)], sizes(after));
    }
    // A hash in HTML, in groups.
    if let Some((before, after)) = line.split_once("SHA-256: <code>") {
        let after = after.split_once("</code>").map_or("", |(_, rest)| rest);
        return format!("{before}SHA-256: <code>[SHA-256]</code>{after}");
    }
    match line.split_once("\"bytes\": ") {
        Some((before, _)) => format!("{before}\"bytes\": [N],"),
        None => line.to_owned(),
    }
}

/// Sixteen groups of four hex digits are a key's fingerprint.
fn fingerprints(line: &str) -> String {
    let group = |w: &str| w.len() == 4 && w.bytes().all(|b| b.is_ascii_hexdigit());
    let mut out: Vec<String> = Vec::new();
    let words: Vec<&str> = line.split(' ').collect();
    let mut i = 0;
    while i < words.len() {
        let groups: Vec<&str> =
            words[i..].iter().take(16).map(|w| w.trim_matches(|c: char| !c.is_ascii_hexdigit())).collect();
        if groups.len() == 16 && groups.iter().all(|g| group(g)) {
            let (first, last) = (words[i], words[i + 15]);
            let (before, after) = (first.split(groups[0]).next(), last.split(groups[15]).nth(1));
            out.push(format!("{}[FINGERPRINT]{}", before.unwrap_or_default(), after.unwrap_or_default()));
            i += 16;
        } else {
            out.push(words[i].to_owned());
            i += 1;
        }
    }
    out.join(" ")
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
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file below a folder with its bytes and every folder, to see that nothing was changed or left behind.
pub fn snapshot(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let entry = entry.unwrap();
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            if kind.is_dir() {
                files.push((path.clone(), Vec::new()));
                folders.push(path)
            } else if kind.is_file() && !path.ends_with(".lock") {
                files.push((path.clone(), fs::read(&path).unwrap()))
            }
        }
    }
    files.sort();
    files
}
