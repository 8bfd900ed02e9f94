//! Who has a private key and who can get at it: the ssh-agent, file permissions, dumps, passphrases.
//!
//! Specification: `docs/keys.md`.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use inkraft::seal::{Passphrase, SecretKey};
use insta::assert_snapshot;

use crate::agent::{Agent, Manner, OpenSsh};
use crate::site::{PASSPHRASE, Site, policy, restrict, snapshot, words};

const INIT: &str = "init regelwerk --publisher Musterkammer --origin muster.example/regelwerk --officer 'Erika Muster' \
                    --officer-key officer.pub --passphrase-file passphrase";

/// An empty folder with a passphrase and the public half of a key that the agent at `agent` has.
fn with_agent(line: &str) -> Site {
    let mut site = Site::empty();
    site.agent(site.path("agent"));
    fs::write(site.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
    restrict(&site.path("passphrase"), 0o600);
    fs::write(site.path("officer.pub"), line).unwrap();
    site
}

/// A workspace whose officer signs with a small agent, and a draft.
fn founded() -> (Site, Agent) {
    let site = with_agent("");
    let agent = Agent::listen(&site.path("agent"));
    fs::write(site.path("officer.pub"), &agent.line).unwrap();
    let made = site.run(INIT);
    assert!(made.starts_with("exit 0\n"), "{made}");
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    (site, agent)
}

#[test]
fn an_officer_signs_with_openssh() {
    let site = with_agent("");
    let Some(agent) = OpenSsh::start(&site.path(".")) else {
        assert!(Command::new("ssh-agent").spawn().is_err(), "ssh-agent is here and does not run");
        return;
    };
    assert_snapshot!(site.run(INIT));
    assert!(!site.path("regelwerk/keys/private/erika-muster-1.key").exists());
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    assert_snapshot!(site.sign("sign hausordnung"));
    assert_snapshot!(site.sign("effect hausordnung --version 1 --from 2018-08-01"));
    assert!(site.run("verify").starts_with("exit 0\n"));
    let listed = site.both("key list");
    for told in [
        "unterschreibt Erklärungen; privater Schlüssel im ssh-agent",
        "signs records; private key is in the ssh-agent",
    ] {
        assert!(listed.contains(told), "{listed}");
    }
    assert!(site.run("key list --json").contains("\"in_agent\": true"));
    agent.run("ssh-add", &["-q", "-D"]);
    assert_snapshot!(site.refused_to_sign("repeal hausordnung --from 2019-01-01"), @"
    exit 2
    Regelung   hausordnung
    Aufhebung  letzter Tag in Kraft 31.12.2018
      → Fassung 1 endet; ihr letzter Tag ist der 31. Dezember 2018.
    -- stderr
    Fehler: der private Schlüssel keys/private/erika-muster-1.key ist nicht da, und der ssh-agent hat diesen Schlüssel nicht
      Auf dem Rechner unterschreiben, auf dem der Schlüssel liegt. Oder im ssh-agent: Den Schlüssel mit `ssh-add -c DATEI` in den ssh-agent laden; `ssh-add -L` zeigt, welche er hat.
    ~~ repeal hausordnung --from 2019-01-01 --lang en
    exit 2
    Policy  hausordnung
    Repeal  last day in force 2018-12-31
      → Version 1 ends; its last day is 31 December 2018.
    -- stderr
    error: the private key keys/private/erika-muster-1.key is not there, and the ssh-agent does not hold this key
      Sign on the machine that has the key. Or in the ssh-agent: Load the key into the ssh-agent with `ssh-add -c FILE`; `ssh-add -L` shows which it has.
    ");
}

#[test]
fn what_an_agent_can_do_wrong() {
    let (mut site, agent) = founded();
    site.signed("sign hausordnung");
    let line = "effect hausordnung --version 1 --from 2018-08-01";
    let refused = |manner| {
        agent.be(manner);
        let told = site.refused_to_sign(line);
        // What is shown before is another test's.
        let told =
            told.split("~~").map(|half| half.split("-- stderr\n").nth(1).unwrap_or_default().to_owned());
        format!("{manner:?}\n{}", told.collect::<String>())
    };
    use Manner::*;
    let told = [Refuses, OtherKey, OtherText, OtherKind, Torn, Huge, Confused, Empty].map(refused).concat();
    assert_snapshot!(told);
    // Which keys there are is told all the same when an agent does not answer.
    agent.be(Hangs);
    let told = site.run("key list --lang en");
    assert!(told.starts_with("exit 0\n") && told.contains("no answer came within"), "{told}");
    agent.be(Signs);
    let before = *agent.signed.lock().unwrap();
    site.signed(line);
    assert_eq!(*agent.signed.lock().unwrap(), before + 1);
    assert!(site.run("verify").starts_with("exit 0\n"));
    // No agent, and one that is gone.
    site.agent("/no/such/socket".into());
    let gone = site.refused_to_sign("repeal hausordnung --from 2019-01-01");
    assert!(gone.contains("nobody answers at /no/such/socket"), "{gone}");
    site.agent("".into());
    let none = site.refused_to_sign("repeal hausordnung --from 2019-01-01");
    assert!(none.contains("SSH_AUTH_SOCK is not set"), "{none}");
}

#[test]
fn a_key_file_goes_before_the_agent() {
    let (site, agent) = founded();
    let key = site.path("regelwerk/keys/private/erika-muster-1.key");
    let secret = SecretKey::generate().unwrap();
    fs::write(&key, secret.to_encrypted_pem(&Passphrase::new(PASSPHRASE).unwrap()).unwrap()).unwrap();
    restrict(&key, 0o600);
    let before = *agent.signed.lock().unwrap();
    let told = site.refused_to_sign("sign hausordnung");
    assert!(told.contains("keys/private/erika-muster-1.key: the file holds the key"), "{told}");
    assert!(!told.contains("(ssh-agent)"), "{told}");
    assert_eq!(*agent.signed.lock().unwrap(), before);
}

#[test]
fn nothing_is_founded_with_a_key_that_the_agent_does_not_have() {
    let site = with_agent("");
    let agent = Agent::listen(&site.path("agent"));
    fs::write(site.path("officer.pub"), &agent.line).unwrap();
    let refused = |manner| {
        agent.be(manner);
        site.refused(INIT)
    };
    let told = [Manner::Empty, Manner::Refuses].map(refused).concat();
    assert_snapshot!(told, @"
    exit 2
    -- stderr
    Fehler: der ssh-agent hat diesen Schlüssel nicht
      Den Schlüssel mit `ssh-add -c DATEI` in den ssh-agent laden; `ssh-add -L` zeigt, welche er hat.
    ~~ init regelwerk --publisher Musterkammer --origin muster.example/regelwerk --officer 'Erika Muster' --officer-key officer.pub --passphrase-file passphrase --lang en
    exit 2
    -- stderr
    error: the ssh-agent does not hold this key
      Load the key into the ssh-agent with `ssh-add -c FILE`; `ssh-add -L` shows which it has.
    exit 2
    -- stderr
    Fehler: der ssh-agent hat abgelehnt
      Die Rückfrage des ssh-agent bestätigen; `ssh-add -l` zeigt, ob er den Schlüssel noch hat (`ssh-add -X` entsperrt ihn).
    ~~ init regelwerk --publisher Musterkammer --origin muster.example/regelwerk --officer 'Erika Muster' --officer-key officer.pub --passphrase-file passphrase --lang en
    exit 2
    -- stderr
    error: the ssh-agent refused
      Confirm what the ssh-agent asks; `ssh-add -l` shows whether it still has the key (`ssh-add -X` unlocks it).
    ");
}

#[test]
fn public_keys_are_imported() {
    let site = Site::new();
    fs::write(site.path("a.pub"), &Agent::listen(&site.path("agent")).line).unwrap();
    assert_snapshot!(site.run("key import ../a.pub --person max-meier"), @"
    exit 0
    Schlüssel      muster.example/regelwerk/max-meier/1
    Fingerabdruck  [FINGERPRINT]
    Prüfschlüssel  muster.example/regelwerk/max-meier/1+[VKEY]
    Datei          keys/max-meier-1.pub
    Der Schlüssel darf noch nichts unterschreiben: das bestimmt die Zeichnungsregelung.
      inkraft charter amend --add-key keys/max-meier-1.pub
    ");
    // As openssl has it, and once only.
    let pem = fs::read_to_string(site.path("regelwerk/keys/max-meier-1.pub")).unwrap();
    assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\n"), "{pem}");
    fs::write(site.path("b.pub"), &pem).unwrap();
    for again in ["a", "b"] {
        let told = site.refused(&format!("key import ../{again}.pub"));
        assert!(told.contains("this key exists already as muster.example/regelwerk/max-meier/1"), "{told}");
    }
    let officer = fs::read_to_string(site.path("regelwerk/keys/erika-muster-1.pub")).unwrap();
    fs::write(site.path("c.pub"), officer).unwrap();
    let told = site.refused("key import ../c.pub --person max-meier");
    assert!(told.contains("exists already as muster.example/regelwerk/erika-muster/1"), "{told}");
    let lines = [
        "sk-ssh-ed25519@openssh.com AAAA token",
        "ssh-rsa AAAAB3NzaC1yc2E= alt",
        "ssh-ed25519 AAAA kaputt",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
    ];
    let refused = lines.map(|line| {
        fs::write(site.path("d.pub"), line).unwrap();
        site.refused("key import ../d.pub --person max-meier")
    });
    assert_snapshot!(refused.concat(), @r#"
    exit 2
    -- stderr
    Fehler: ../d.pub: ein Schlüssel auf einem Sicherheitstoken (sk-…) unterschreibt einen Text des Tokens, nicht die Erklärung selbst
      Einen eigenen Schlüssel dafür anlegen: ssh-keygen -t ed25519 -f inkraft_ed25519
    ~~ key import ../d.pub --person max-meier --lang en
    exit 2
    -- stderr
    error: ../d.pub: a key on a security token (sk-…) signs a text of the token's, not the record itself
      Make a key of its own for this: ssh-keygen -t ed25519 -f inkraft_ed25519
    exit 2
    -- stderr
    Fehler: ../d.pub: kein Ed25519-Schlüssel, sondern einer der Art „ssh-rsa“
      Einen eigenen Schlüssel dafür anlegen: ssh-keygen -t ed25519 -f inkraft_ed25519
    ~~ key import ../d.pub --person max-meier --lang en
    exit 2
    -- stderr
    error: ../d.pub: not an Ed25519 key but one of the kind "ssh-rsa"
      Make a key of its own for this: ssh-keygen -t ed25519 -f inkraft_ed25519
    exit 2
    -- stderr
    Fehler: ../d.pub: nicht die Zeile eines öffentlichen OpenSSH-Schlüssels, oder abgeschnitten oder beschädigt
      Die Datei mit der Endung .pub nehmen, eine Zeile wie „ssh-ed25519 AAAA… name“; der private Schlüssel bleibt im ssh-agent.
    ~~ key import ../d.pub --person max-meier --lang en
    exit 2
    -- stderr
    error: ../d.pub: not the line of an OpenSSH public key, or cut off or damaged
      Take the file that ends in .pub, a line like "ssh-ed25519 AAAA… name"; the private key stays in the ssh-agent.
    exit 2
    -- stderr
    Fehler: ../d.pub: nicht die Zeile eines öffentlichen OpenSSH-Schlüssels, oder abgeschnitten oder beschädigt
      Die Datei mit der Endung .pub nehmen, eine Zeile wie „ssh-ed25519 AAAA… name“; der private Schlüssel bleibt im ssh-agent.
    ~~ key import ../d.pub --person max-meier --lang en
    exit 2
    -- stderr
    error: ../d.pub: not the line of an OpenSSH public key, or cut off or damaged
      Take the file that ends in .pub, a line like "ssh-ed25519 AAAA… name"; the private key stays in the ssh-agent.
    "#);
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn private_keys_are_made_for_their_owner_only() {
    let (site, _agent) = founded();
    for line in ["key new max-meier", "key new max-meier --seal --name 'Max Meier'"] {
        assert!(site.run(&format!("{line} --passphrase-file ../passphrase")).starts_with("exit 0"), "{line}");
    }
    let private = site.path("regelwerk/keys/private");
    assert_eq!(mode(&private), 0o700);
    let files: Vec<_> = fs::read_dir(&private).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(files.len(), 7);
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn a_private_key_that_others_may_read_is_refused() {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    let key = |name: &str| site.path(&format!("regelwerk/keys/private/{name}.key"));
    restrict(&key("erika-muster-1"), 0o640);
    let told = site.refused_to_sign("sign hausordnung");
    let told = told.split("~~").map(|half| half.split("-- stderr\n").nth(1).unwrap_or_default().to_owned());
    assert_snapshot!(told.collect::<String>(), @"
    Fehler: der private Schlüssel keys/private/erika-muster-1.key ist nicht nur für seinen Besitzer zugänglich (Rechte 0640)
      Einschränken: chmod 600 keys/private/erika-muster-1.key. Bleibt das ohne Wirkung, kennt der Datenträger keine Rechte: Den Arbeitsordner auf einen anderen legen.
    error: the private key keys/private/erika-muster-1.key is accessible to others than its owner (permissions 0640)
      Restrict it: chmod 600 keys/private/erika-muster-1.key. If that has no effect, the medium knows no permissions: move the workspace to another one.
    ");
    for (name, bits) in [("archive", 0o604), ("erika-muster-seal-1", 0o620), ("erika-muster-1", 0o700)] {
        restrict(&key("erika-muster-1"), 0o600);
        restrict(&key(name), bits);
        let told = site.sign("sign hausordnung");
        let refused = told.contains(&format!("keys/private/{name}.key ist nicht nur für seinen Besitzer"));
        assert_eq!(refused, bits & 0o077 != 0, "{told}");
        restrict(&key(name), 0o600);
    }
    assert!(site.run("verify").starts_with("exit 0\n"));
    // A recovery key is refused here, too; on a medium it is warned of.
    assert!(site.run("key new erika-muster --seal --passphrase-file ../passphrase").starts_with("exit 0"));
    for name in ["recovery-1-1", "recovery-2-1"] {
        restrict(&key(name), 0o755);
    }
    let amend = "charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster";
    let told = site.refused_to_sign(amend);
    assert!(told.contains("keys/private/recovery-1-1.key is accessible to others"), "{told}");
    fs::rename(key("recovery-1-1"), site.path("medium.key")).unwrap();
    let told = site.sign(&format!("{amend} --recovery-key ../medium.key"));
    assert!(
        told.starts_with("exit 0\n") && told.contains("Wenn der Datenträger Rechte kennt: chmod 600"),
        "{told}"
    );
}

#[test]
fn a_private_key_in_a_published_folder_is_refused() {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    fs::create_dir_all(site.path("regelwerk/public/keys")).unwrap();
    assert!(site.run("key new erika-muster --seal --passphrase-file ../passphrase").starts_with("exit 0"));
    let amend = "charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster";
    for folder in ["archive", "public/keys"] {
        let at = format!("{folder}/r.key");
        fs::copy(site.path("regelwerk/keys/private/recovery-1-1.key"), site.path("regelwerk").join(&at))
            .unwrap();
        let told = site.refused_to_sign(&format!("{amend} --recovery-key {at}"));
        let top = folder.split('/').next().unwrap();
        assert!(
            told.contains(&format!("the private key {at} lies in {top}, a folder that is published")),
            "{told}"
        );
        fs::remove_file(site.path("regelwerk").join(&at)).unwrap();
    }
    // Nor does a link help.
    let private = site.path("regelwerk/keys/private");
    fs::rename(&private, site.path("regelwerk/public/private")).unwrap();
    symlink("../public/private", &private).unwrap();
    let told = site.refused_to_sign("sign hausordnung");
    assert!(told.contains("keys/private/erika-muster-1.key liegt in public"), "{told}");
}

/// The archive key and the officer's have passphrases of their own: one line each, and never a third.
#[test]
fn each_key_may_have_a_passphrase_of_its_own() {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    let path = site.path("regelwerk/keys/private/archive.key");
    let secret = SecretKey::from_encrypted_pem(
        &fs::read_to_string(&path).unwrap(),
        &Passphrase::new(PASSPHRASE).unwrap(),
    );
    let other = Passphrase::new("eine andere für das Register").unwrap();
    fs::write(&path, secret.unwrap().to_encrypted_pem(&other).unwrap()).unwrap();
    let told = site.refused_to_sign("sign hausordnung");
    assert!(told.contains("keys/private/archive.key: the passphrase does not open the key"), "{told}");
    let typed = |lines: &str| {
        let mut command = site.command(&words("sign hausordnung --yes --passphrase-fd 0"));
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that has read enough may have ended.
        let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
        site.transcript(&child.wait_with_output().unwrap())
    };
    let before = snapshot(&site.path("."));
    for wrong in [
        format!("{PASSPHRASE}\n{PASSPHRASE}\neine andere für das Register\n"),
        format!("falsch\n{PASSPHRASE}\n"),
    ] {
        let told = typed(&wrong);
        assert!(told.contains("die Passphrase öffnet den Schlüssel nicht"), "{told}");
    }
    site.assert_unchanged(before, "a wrong passphrase");
    let told = typed(&format!("{PASSPHRASE}\neine andere für das Register\n"));
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert!(site.run("verify").starts_with("exit 0\n"));
}

/// A command that waits for a passphrase can leave no dump any more.
#[cfg(target_os = "linux")]
#[test]
fn nothing_is_dumped_while_a_passphrase_is_waited_for() {
    let site = Site::new();
    let fifo = site.path("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let mut command = site.command(&words("key new max-meier --passphrase-file ../fifo"));
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let limits = || fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    let core = || {
        let limits = limits();
        let line = limits.lines().find(|l| l.starts_with("Max core file size")).unwrap().to_owned();
        line.split_whitespace().skip(4).take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    for _ in 0..600 {
        if core() == ["0", "0"] {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(core(), ["0", "0"]);
    fs::write(&fifo, format!("{PASSPHRASE}\n")).unwrap();
    assert!(child.wait().unwrap().success());
}

/// What the program takes from the environment is what the documentation lists, and no secret.
#[test]
fn the_environment_holds_no_secret() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = fs::read_to_string(root.join("src/environment.rs")).unwrap();
    let code: String = source.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
    let name = |s: &&str| s.len() > 3 && s.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let mut read: Vec<_> = code.split('"').skip(1).step_by(2).filter(name).collect();
    read.sort_unstable();
    read.dedup();
    assert_eq!(
        read,
        [
            "HOME",
            "INKRAFT_NOW",
            "INKRAFT_STATE",
            "LOCALAPPDATA",
            "NO_COLOR",
            "SSH_AUTH_SOCK",
            "XDG_STATE_HOME"
        ]
    );
    let docs = fs::read_to_string(root.join("docs/architecture.md")).unwrap();
    assert!(read.iter().all(|name| docs.contains(&format!("`{name}`"))));
}
