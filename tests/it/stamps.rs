//! Time stamps of checkpoints, from the question to the answer, with an authority on this machine.
//!
//! Specification: `docs/stamps.md`. Whatever an authority does, what was appended stands, and `inkraft stamp` catches
//! up. The clock is the real one, because openssl's authority knows no other.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::pki::{P256, Pki, RSA, STAMPS};
use crate::site::{Site, policy};
use crate::tsa::{Server, authority, berlin, granted, http, real_now, reply};

/// A workspace with a version, at the real time; the authority is at that address.
fn site(url: &str) -> Site {
    let mut site = Site::new();
    site.at(&berlin(real_now()));
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    configure(&site, &format!("[stamp]\nurl = \"{url}\"\ntimeout = 2\n"));
    site
}

fn configure(site: &Site, stamp: &str) {
    let path = site.path("regelwerk/inkraft.toml");
    let text = fs::read_to_string(&path).unwrap();
    let text = text.split("\n[stamp]").next().unwrap().trim_end().to_owned();
    fs::write(path, format!("{text}\n\n{stamp}")).unwrap();
}

/// Makes the authority known to whoever verifies.
fn pin(site: &Site, pki: &Pki) {
    fs::copy(pki.path("root.pem"), site.path("regelwerk/keys/authorities.pem")).unwrap();
}

/// A transcript without today's date, times of the day and ports.
fn timeless(text: &str) -> String {
    let today = berlin(real_now());
    let german = format!("{}.{}.{}", &today[8..10], &today[5..7], &today[..4]);
    let mut rest = text.replace(&german, "[TODAY]").replace(&today[..10], "[TODAY]");
    let mut told = String::new();
    while let Some(at) = rest.find(':') {
        let (before, after) = rest.split_at(at);
        let digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        let clock =
            before.get(at.wrapping_sub(2)..).is_some_and(digits) && after.get(1..3).is_some_and(digits);
        if before.ends_with("127.0.0.1") {
            told += &format!("{before}:[PORT]");
            rest = after[1..].trim_start_matches(|c: char| c.is_ascii_digit()).to_owned();
        } else if clock {
            told += &format!("{}[CLOCK]", &before[..at - 2]);
            // Seconds and offset, too.
            let more = |c: char| c.is_ascii_digit() || ":+".contains(c);
            rest = after.trim_start_matches(more).to_owned();
        } else {
            told += &format!("{before}:");
            rest = after[1..].to_owned();
        }
    }
    told + &rest
}

const SIGN: &str = "sign hausordnung --accept-clock";

#[test]
fn a_stamp_from_the_authority_to_every_answer() {
    let pki = Arc::new(authority(RSA));
    let server = Server::honest(Arc::clone(&pki), "tsa");
    let site = site(&server.url);
    let mut told = timeless(
        &site
            .sign(SIGN)
            .lines()
            .skip_while(|l| !l.starts_with("Unterschrieben"))
            .map(|l| format!("{l}\n"))
            .collect::<String>(),
    );
    told += "\n== unknown authority\n";
    told += &timeless(&site.run("verify"));
    pin(&site, &pki);
    for line in [
        "stamp",
        "verify",
        "in-force hausordnung",
        "history hausordnung",
        "verify archive/policies/hausordnung/1/hausordnung-v1.pdf",
    ] {
        told += &format!("\n== {line}\n{}", timeless(&site.run(line)));
    }
    insta::assert_snapshot!(told);
    // One stamp is in the PDF, one on the checkpoint.
    assert_eq!(server.asked(), 2);

    // The next entry names the stamp and is stamped itself.
    site.signed("effect hausordnung --version 1 --from 2018-08-01");
    let stamps = |name: &str| site.archive().join("checkpoints").join(name).is_file();
    assert!(stamps("2.tsr") && stamps("3.tsr") && !stamps("1.tsr"));
    let bundle = fs::read(site.archive().join("tile/entries/000.p/3")).unwrap();
    let text = String::from_utf8_lossy(&bundle);
    let hash = inkraft::base::Sha256::of(&fs::read(site.archive().join("checkpoints/2.tsr")).unwrap());
    assert!(text.contains(&format!("\nstamp 2 {hash}\n\n")), "{text}");

    // As programs read it.
    let json = |line: &str| -> serde_json::Value {
        let args: Vec<_> = line.split(' ').collect();
        serde_json::from_slice(&site.command(&args).output().unwrap().stdout).unwrap()
    };
    let report = json("verify --json");
    assert_eq!(report["holds"], true, "{report}");
    assert_eq!(report["stamps"], serde_json::json!({ "count": 2, "proving": 2 }));
    assert_eq!(report["log"]["evidence"], "time-stamp");
    assert_eq!(
        (report["log"]["proven"]["size"].as_u64(), &report["log"]["proven"]["authority"]),
        (Some(3), &"tsa".into())
    );
    let history = json("history hausordnung --json");
    let sizes: Vec<_> = history["policies"][0]["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["proven"]["size"].as_u64())
        .collect();
    assert_eq!(sizes, [Some(2), Some(3)]);
    assert_eq!(json("in-force hausordnung --json")["proven"]["size"], 3);
    // The verifier that has no network proves it as well, and openssl.
    assert!(site.verifier(&["verify"]).output().unwrap().status.success());
    let sh = |script: &str| crate::openssl::sh(&site.path("regelwerk"), script);
    assert_eq!(sh("verify_stamp archive 3 keys/authorities.pem"), (true, String::new()));
    assert_eq!(sh("verify_stamp_logged archive 2"), (true, String::new()));
    let (year, (told, stated)) = (&berlin(real_now())[..4], sh("stamp_time archive 3"));
    assert!(told && stated.contains(year) && stated.ends_with("GMT"), "{stated}");
    // And sees what is wrong: another checkpoint, another stamp, another authority.
    pki.root("stranger", P256);
    fs::copy(pki.path("stranger.pem"), site.path("regelwerk/stranger.pem")).unwrap();
    assert!(!sh("verify_stamp archive 3 stranger.pem").0);
    assert!(!sh("verify_stamp_logged archive 3").0);
    let copied = "cp archive/checkpoints/3.tsr archive/checkpoints/2.tsr";
    assert!(!sh(&format!("{copied} && verify_stamp archive 2 keys/authorities.pem")).0);
    assert!(!sh("verify_stamp_logged archive 2").0);
}

#[test]
fn whoever_does_not_want_one_gets_none() {
    let pki = Arc::new(authority(P256));
    let server = Server::honest(Arc::clone(&pki), "tsa");
    let site = site(&server.url);
    site.signed(&format!("{SIGN} --no-stamp"));
    assert_eq!(server.asked(), 0);
    // And can have it later, once.
    insta::assert_snapshot!(timeless(&site.run("stamp")), @r#"
    exit 0
    Zeitstempel für den Stand 2: [TODAY], [CLOCK] Uhr, von „tsa“
      Dieser Dienst ist hier noch nicht bekannt: sein Wurzelzertifikat nach keys/authorities.pem legen.
    "#);
    insta::assert_snapshot!(site.both("stamp"), @r#"
    exit 0
    Nichts zu tun: Der neueste Stand (2) hat schon einen Zeitstempel.
    ~~ stamp --lang en
    exit 0
    Nothing to do: the newest state (2) has a time stamp already.
    "#);
    assert_eq!(server.asked(), 1);
    configure(&site, "");
    insta::assert_snapshot!(site.refused("stamp"), @r#"
    exit 2
    -- stderr
    Fehler: in inkraft.toml ist kein Zeitstempeldienst eingerichtet
      Dort zwei Zeilen anfügen: [stamp] und url = "http://…", die Adresse eines Dienstes nach RFC 3161.
    ~~ stamp --lang en
    exit 2
    -- stderr
    error: inkraft.toml names no time stamp authority
      Add two lines there: [stamp] and url = "http://…", the address of an RFC 3161 authority.
    "#);
}

/// What signing says on standard error when the authority does that: a PDF is not signed without its stamp; an entry
/// without a PDF stands, and then an honest authority stamps it.
fn unhelpful(site: &Site, honest: &Server, pki: &Pki) -> String {
    let started = Instant::now();
    let refused = site.sign(&format!("{SIGN} --lang en"));
    assert!(started.elapsed() < Duration::from_secs(15), "{refused}");
    assert!(refused.starts_with("exit 2\n") && refused.contains("--no-stamp"), "{refused}");
    assert!(!site.archive().join("checkpoints/2").exists() && !site.archive().join("policies").exists());
    site.signed(&format!("{SIGN} --no-stamp"));
    let transcript = site.sign("effect hausordnung --version 1 --from 2018-08-01 --lang en");
    assert!(started.elapsed() < Duration::from_secs(30), "{transcript}");
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    let (_, err) = transcript.split_once("-- stderr\n").expect(&transcript);
    let told = timeless(err);
    let (_, why) = told.lines().next().unwrap().split_once(": ").unwrap();
    assert!(timeless(&refused).contains(&format!("error: not signed; {why}")), "{refused}");
    let size = || site.archive().join("checkpoints/3").is_file();
    assert!(size() && !site.archive().join("checkpoints/3.tsr").exists(), "{told}");
    assert!(site.run("verify").starts_with("exit 0\n"));
    // `stamp` fails in the same words, with a code of its own.
    let again = site.run("stamp --lang en");
    assert!(again.starts_with("exit 2\n"), "{again}");
    configure(site, &format!("[stamp]\nurl = \"{}\"\n", honest.url));
    pin(site, pki);
    assert!(site.run("stamp").starts_with("exit 0\n"));
    assert!(site.run("verify").contains("1 Zeitstempel, davon 1 mit bewiesener Zeit"));
    told.lines().next().unwrap().to_owned() + "\n"
}

#[test]
fn what_an_authority_can_do_wrong() {
    let pki = Arc::new(authority(P256));
    let honest = Server::honest(Arc::clone(&pki), "tsa");
    let mut told = String::new();
    let mut with = |server: Server| {
        let site = site(&server.url);
        told += &unhelpful(&site, &honest, &pki);
    };
    let p = || Arc::clone(&pki);
    with(Server::saying(|_| granted(b"no")));
    with(Server::saying(|_| b"\x00\x01garbage\r\n\r\n".to_vec()));
    with(Server::saying(|_| Vec::new()));
    with(Server::saying(|_| http("500 Oops", "text/html", b"<h1>no</h1>")));
    with(Server::saying(|_| http("200 OK", "text/html", b"<h1>no</h1>")));
    with(Server::saying(|_| {
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n".to_vec()
    }));
    with(Server::saying(|_| granted(&vec![b'x'; 1 << 20])));
    with(Server::saying(|_| granted(&[0x30, 5, 0x30, 3, 2, 1, 2])));
    with(Server::saying(|_| granted(&[0x30, 5, 0x30, 3, 2, 1, 0])));
    // Another hash, another nonce; a signature that is none.
    let old = p();
    let query = old.path("old.tsq");
    old.sh(&format!(
        "printf x > x && openssl ts -query -data x -sha256 -cert -out {} 2>/dev/null",
        query.display()
    ));
    with(Server::saying(move |_| granted(&reply(&old, "tsa", &fs::read(&query).unwrap()))));
    let nonce = p();
    with(Server::saying(move |body| {
        let mut query = body.to_vec();
        // The last three bytes are `certReq`; before them ends the nonce.
        let at = query.len() - 4;
        query[at] ^= 1;
        granted(&reply(&nonce, "tsa", &query))
    }));
    let broken = p();
    with(Server::saying(move |body| {
        let mut response = reply(&broken, "tsa", body);
        let at = response.len() - 8;
        response[at] ^= 1;
        granted(&response)
    }));
    // Nothing; a byte now and then.
    with(Server::new(|_, _| std::thread::sleep(Duration::from_secs(3))));
    with(Server::new(|_, stream| {
        let _ = stream.write_all(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: 4000\r\n\r\n",
        );
        for _ in 0..10 {
            std::thread::sleep(Duration::from_millis(400));
            if stream.write_all(b"0").is_err() {
                break;
            }
        }
    }));
    insta::assert_snapshot!(told);
}

#[test]
fn an_address_where_nobody_listens_or_that_is_none() {
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/tsa", listener.local_addr().unwrap())
    };
    let mut told = String::new();
    for url in [closed.as_str(), "https://127.0.0.1/tsa", "ftp://x/", "timestamp.example"] {
        let site = site(url);
        let transcript = site.sign(&format!("{SIGN} --lang en"));
        assert!(transcript.starts_with("exit 2\n"), "{transcript}");
        assert!(!site.archive().join("checkpoints/2").exists());
        told += &timeless(transcript.split_once("-- stderr\n").unwrap().1);
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_clock_that_is_off_is_told() {
    let pki = Arc::new(authority(P256));
    let server = Server::honest(Arc::clone(&pki), "tsa");
    // Ten minutes ahead: the stamp would prove the entry's time wrong.
    let mut site = site(&server.url);
    site.at(&berlin(real_now() + 600));
    let refused = site.sign(SIGN);
    assert!(refused.starts_with("exit 2\n") && refused.contains("weicht um"), "{refused}");
    assert!(!site.archive().join("checkpoints/2").exists());
    site.signed(&format!("{SIGN} --no-stamp"));
    // The clock set right, the entry is still dated ahead.
    site.at(&berlin(real_now()));
    let again = site.run("stamp");
    assert!(again.starts_with("exit 2\n") && again.contains("vordatiert"), "{again}");

    // A clock that is slow: the entry would be dated back, by the word of the stamp that it names.
    let mut site = self::site(&server.url);
    site.at(&berlin(real_now() - 3600));
    site.signed(&format!("{SIGN} --no-stamp"));
    site.at(&berlin(real_now()));
    assert!(site.run("stamp").starts_with("exit 0\n"));
    site.at(&berlin(real_now() - 3600));
    insta::assert_snapshot!(timeless(&site.refused_to_sign("effect hausordnung --version 1 --from 2018-08-01")), @r#"
    exit 2
    -- stderr
    Fehler: die Uhr des Rechners ([TODAY], [CLOCK] Uhr) geht nach: Der neueste Stand hat einen Zeitstempel von [TODAY], [CLOCK] Uhr
      Die Uhr des Rechners stellen und erneut unterschreiben.
    ~~ effect hausordnung --version 1 --from 2018-08-01 --lang en
    exit 2
    -- stderr
    error: the machine's clock ([TODAY], [CLOCK]) is slow: the newest state has a time stamp of [TODAY], [CLOCK]
      Set the machine's clock and sign again.
    "#);
    // Where the last entry's time is late enough, it is that of the next one as well.
    let mut site = self::site(&server.url);
    site.signed(SIGN);
    site.at(&berlin(real_now() - 3600));
    site.signed("effect hausordnung --version 1 --from 2018-08-01 --no-stamp");
    assert!(site.run("verify").starts_with("exit 0\n"));
}

#[test]
fn a_certificate_carries_the_stamp_of_its_checkpoint() {
    let pki = Arc::new(authority(RSA));
    let server = Server::honest(Arc::clone(&pki), "tsa");
    let site = site(&server.url);
    site.signed(SIGN);
    pin(&site, &pki);
    fs::copy(pki.path("root.pem"), site.path("regelwerk/root.pem")).unwrap();
    let made = site.run("prove hausordnung -o c.txt --pdf-out with.pdf");
    assert!(made.starts_with("exit 0\n"), "{made}");
    let proven = |line: &str| {
        let told = timeless(&site.run(line));
        let (_, third) = told.split_once("Von Dritten bewiesen:\n").expect(&told);
        third.lines().map(|l| format!("{}\n", l.trim())).collect::<String>()
    };
    insta::assert_snapshot!(proven("verify c.txt --trust keys/anchor --authorities root.pem"), @r"
    Dass all das eingetragen war: spätestens am [TODAY], [CLOCK] Uhr (Zeitstempel von „tsa“). Dass danach nichts kam, beweist es nicht.

    Vertrauen: die Gründungsregelung ist die des Vertrauensankers keys/anchor.
    Ergebnis: Der Nachweis ist vollständig; alle Signaturen sind kryptographisch gültig.
    ");
    // Nobody is believed who merely lies around.
    insta::assert_snapshot!(proven("verify c.txt --trust keys/anchor"), @r"
    Ein Zeitstempel liegt bei. Er beweist seine Zeit dem, der den Zeitstempeldienst kennt (--authorities).

    Vertrauen: die Gründungsregelung ist die des Vertrauensankers keys/anchor.
    Ergebnis: Der Nachweis ist vollständig; alle Signaturen sind kryptographisch gültig.
    ");
    let json = |more: &[&str]| -> serde_json::Value {
        let args = [&["verify", "c.txt", "--trust", "keys/anchor", "--json"], more].concat();
        serde_json::from_slice(&site.verifier(&args).output().unwrap().stdout).unwrap()
    };
    assert_eq!(json(&["--authorities", "root.pem"])["log"]["evidence"], "time-stamp");
    assert_eq!(json(&[])["log"]["evidence"], "as-logged");
    pki.root("stranger", P256);
    fs::copy(pki.path("stranger.pem"), site.path("regelwerk/stranger.pem")).unwrap();
    let strange = json(&["--authorities", "stranger.pem"]);
    assert_eq!((&strange["holds"], &strange["findings"][0]["code"]), (&true.into(), &"stamp-unknown".into()));

    // The sheet is the same, whomever its maker believes.
    fs::remove_file(site.path("regelwerk/keys/authorities.pem")).unwrap();
    assert!(site.run("prove hausordnung -o d.txt --pdf-out without.pdf").starts_with("exit 0\n"));
    let read = |name: &str| fs::read(site.path("regelwerk").join(name)).unwrap();
    assert_eq!((read("c.txt"), read("with.pdf")), (read("d.txt"), read("without.pdf")));

    // With openssl; and spoiled, it proves nothing at all.
    let split = "mkdir parts && certificate_split c.txt parts && \
                 openssl ts -verify -data parts/checkpoint -in parts/stamp.tsr -token_in -CAfile root.pem 2>/dev/null \
                 && verify_entry parts 1 && verify_head parts 1";
    assert!(crate::openssl::sh(&site.path("regelwerk"), split).0);
    let text = String::from_utf8(read("c.txt")).unwrap();
    let (before, after) = text.split_once("\nstamp ").unwrap();
    let (size, rest) = after.split_once('\n').unwrap();
    let at = rest.find('\n').unwrap() - 20;
    let letter = if &rest[at..=at] == "A" { "B" } else { "A" };
    let spoiled = format!("{before}\nstamp {size}\n{}{letter}{}", &rest[..at], &rest[at + 1..]);
    fs::write(site.path("regelwerk/c.txt"), spoiled).unwrap();
    let report = json(&[]);
    assert_eq!((&report["holds"], &report["findings"][0]["code"]), (&false.into(), &"stamp-broken".into()));
    // Without it, it is a certificate of less.
    let without = format!("{before}{}", &rest[rest.find('\n').unwrap() + 1..]);
    fs::write(site.path("regelwerk/c.txt"), without).unwrap();
    assert_eq!(json(&["--authorities", "root.pem"])["holds"], true);
}

/// What `stamp` and a signature with a stamp say, in English; both write nothing.
fn refuses(site: &Site) -> String {
    let stamp = site.run("stamp --lang en");
    assert!(stamp.starts_with("exit 2\n") && !site.archive().join("checkpoints/2.tsr").exists(), "{stamp}");
    let (_, told) = stamp.split_once("-- stderr\n").unwrap();
    let why = told.lines().next().unwrap().strip_prefix("error: ").unwrap();
    site.draft("gebuehren", &policy("Gebühren", "2018-07-25"));
    let signed = site.sign("sign gebuehren --accept-clock --lang en");
    assert!(signed.starts_with("exit 2\n") && signed.contains(why), "{signed}");
    assert!(!site.archive().join("checkpoints/3").exists());
    told.to_owned()
}

#[test]
fn who_pins_authorities_gets_no_stamp_of_another() {
    let pki = Arc::new(authority(P256));
    pki.root("stranger", P256);
    pki.issued("other", P256, "stranger", &[STAMPS]);
    let other = Server::honest(Arc::clone(&pki), "other");
    let site = site(&other.url);
    site.signed(&format!("{SIGN} --no-stamp"));
    pin(&site, &pki);
    insta::assert_snapshot!(refuses(&site), @r#"
    error: no time stamp: the time stamp authority is not known here ("other")
      If it is the right authority, put its root certificate into keys/authorities.pem (from who runs it, not from the stamp); else correct the address in inkraft.toml ([stamp], url).
    "#);
    // Nor an entry: it stands without.
    let told = site.sign("effect hausordnung --version 1 --from 2018-08-01 --lang en");
    assert!(
        told.starts_with("exit 0\n") && told.contains("no time stamp: the time stamp authority"),
        "{told}"
    );
    assert!(!site.archive().join("checkpoints/3.tsr").exists());
    // The advice helps, both ways.
    fs::copy(pki.path("stranger.pem"), site.path("regelwerk/keys/authorities.pem")).unwrap();
    assert!(site.run("stamp").starts_with("exit 0\n"));
    assert!(site.run("verify").contains("1 Zeitstempel, davon 1 mit bewiesener Zeit"));
}

#[test]
fn a_certificate_that_no_pin_could_mend_is_refused_by_everybody() {
    let pki = authority(P256);
    let script = "openssl x509 -req -in tsa.csr -CA root.pem -CAkey root.key -sha256 -extfile ext \
                  -not_before 20180101000000Z -not_after 20190101000000Z -out tsa.pem";
    let expired =
        std::process::Command::new("sh").args(["-c", script]).current_dir(pki.path(".")).output().unwrap();
    if !expired.status.success() {
        // openssl before 3.4 has no such option.
        pki.sh(&script.replace("-not_before 20180101000000Z -not_after 20190101000000Z", "-days -1"));
    }
    let pki = Arc::new(pki);
    let server = Server::honest(Arc::clone(&pki), "tsa");
    let site = site(&server.url);
    site.signed(&format!("{SIGN} --no-stamp"));
    let unpinned = refuses(&site);
    pin(&site, &pki);
    assert_eq!(refuses(&site), unpinned);
    insta::assert_snapshot!(unpinned, @r#"
    error: no time stamp: a certificate of the time stamp authority has expired, and nothing proves that the stamp was there before ("tsa")
      Put the address of another authority into inkraft.toml ([stamp], url), or ask who runs this one.
    "#);
}

#[test]
fn what_lies_in_the_place_of_a_stamp_is_replaced() {
    let pki = Arc::new(authority(P256));
    pki.root("stranger", P256);
    pki.issued("other", P256, "stranger", &[STAMPS]);
    let (server, other) =
        (Server::honest(Arc::clone(&pki), "tsa"), Server::honest(Arc::clone(&pki), "other"));
    let mut site = site(&other.url);
    site.signed(&format!("{SIGN} --no-stamp"));
    let file = site.archive().join("checkpoints/2.tsr");
    assert!(site.run("stamp").starts_with("exit 0\n"));
    let strange = fs::read(&file).unwrap();
    configure(&site, &format!("[stamp]\nurl = \"{}\"\n", server.url));
    // Who pins nobody keeps what there is.
    assert!(site.run("stamp").contains("Nichts zu tun") && server.asked() == 0);
    pin(&site, &pki);
    // It stops nobody whose clock it says to be slow: nobody believes it.
    site.at(&berlin(real_now() - 3600));
    let slow = site.run("effect hausordnung --version 1 --from 2018-08-01 --no-stamp");
    assert!(!slow.contains("geht nach"), "{slow}");
    site.at(&berlin(real_now()));
    let mut told = String::new();
    for planted in [&strange[..], b"garbage", b"", &vec![0; 100_000]] {
        fs::write(&file, planted).unwrap();
        told = timeless(&site.run("stamp"));
        assert!(told.starts_with("exit 0\n"), "{told}");
        assert_ne!(fs::read(&file).unwrap(), planted);
        assert!(site.run("verify").contains("1 Zeitstempel, davon 1 mit bewiesener Zeit"));
    }
    insta::assert_snapshot!(told, @r"
    exit 0
    Zeitstempel für den Stand 2: [TODAY], [CLOCK] Uhr, von „tsa“
      Er ersetzt einen, der nichts bewies und den noch kein Eintrag nennt.
    ");
    assert!(site.run("stamp").contains("Nichts zu tun") && server.asked() == 4);
    // What is broken stops a signature until then; what an entry names is never replaced.
    fs::write(&file, b"garbage").unwrap();
    let broken = site.sign("effect hausordnung --version 1 --from 2018-08-01");
    assert!(broken.starts_with("exit 1\n") && broken.contains("`inkraft stamp` ersetzt sie"), "{broken}");
    assert!(site.run("stamp").starts_with("exit 0\n"));
    site.signed("effect hausordnung --version 1 --from 2018-08-01 --no-stamp");
    fs::write(&file, b"garbage").unwrap();
    assert!(site.run("stamp").starts_with("exit 1\n"));
    assert_eq!(fs::read(&file).unwrap(), b"garbage");
}
