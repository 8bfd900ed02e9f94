//! A small command tree in both languages, and every mistake a user can make on its command line.

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, value_parser};
use insta::assert_snapshot;

use super::*;
use crate::base::Day;

fn sample() -> Command {
    let sign = Command::new("sign")
        .about("Sign a version")
        .after_help("Exit codes: 0 done")
        .arg(Arg::new("quiet").long("quiet").short('q').action(ArgAction::SetTrue).help("Say less"))
        .arg(
            Arg::new("loud").long("loud").action(ArgAction::SetTrue).conflicts_with("quiet").help("Say more"),
        )
        .arg(
            Arg::new("from")
                .long("from")
                .value_name("DAY")
                .value_parser(value_parser!(Day))
                .help("First day"),
        )
        .arg(Arg::new("count").long("count").value_parser(value_parser!(u8)).help("How many"))
        .arg(Arg::new("pair").long("pair").num_args(2).help("Two values"))
        .arg(Arg::new("few").long("few").num_args(2..=3).help("Some values"))
        .arg(Arg::new("eq").long("eq").require_equals(true).num_args(1).help("With equals"))
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(PossibleValuesParser::new(["text", "json"]))
                .default_value("text")
                .help("How to write it"),
        )
        .arg(Arg::new("policy").required(true).help("The policy"));
    let key = Command::new("key")
        .about("Keys")
        .subcommand_required(true)
        .subcommand(Command::new("new").about("A new key"))
        .subcommand(Command::new("list").about("All keys"));
    Command::new("inkraft")
        .version("1.2.3")
        .term_width(100)
        .about("Policies")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(Arg::new("dir").long("dir").global(true).help("The folder"))
        .subcommand(sign)
        .subcommand(key)
}

fn texts(path: &str, arg: Option<&str>) -> Option<&'static str> {
    Some(match (path, arg) {
        ("", None) => "Unterzeichnete Dokumente\n\nUnd der Nachweis, welche Fassung wann in Kraft war.",
        ("sign", None) => "Eine Fassung unterzeichnen",
        ("sign", Some("policy")) => "Kennung des Dokuments",
        ("sign", Some("from")) => "Erster Tag in Kraft",
        ("sign", Some("format")) => "Form der Ausgabe",
        ("sign", Some(AFTER)) => "Rückgabewerte: 0 getan",
        ("", Some("dir")) => "Ordner der Arbeit",
        ("sign", Some(_)) => "Eine Angabe",
        ("key", None) => "Schlüssel verwalten",
        ("key new", None) => "Neuen Schlüssel anlegen",
        _ => return None,
    })
}

fn run(lang: Lang, args: &[&str]) -> String {
    let cmd = localise_with(sample(), lang, &texts);
    let error = cmd.try_get_matches_from([&["inkraft"], args].concat()).unwrap_err();
    usage_error(&error, lang)
}

/// The first lines of the message, without usage and pointer.
fn said(args: &[&str]) -> String {
    let cut =
        |text: String| text.split("\nAufruf:").next().map(|t| t.split("\nUsage:").next().map(str::to_owned));
    let mut lines = Vec::new();
    for lang in [Lang::De, Lang::En] {
        let text = run(lang, args);
        assert!(text.ends_with(lang.pick("Mehr dazu mit --help.", "try --help.")), "{text}");
        assert!(!text.contains("[OPTIONS]") || lang == Lang::En, "{text}");
        let pointer = lang.pick("\nMehr dazu mit --help.", "\nFor more information, try --help.");
        lines.push(cut(text).flatten().unwrap().replace(pointer, ""));
    }
    lines.join("\n")
}

#[test]
fn help_is_german_throughout() {
    assert_snapshot!(run(Lang::De, &["--help"]), @r#"
    Unterzeichnete Dokumente

    Und der Nachweis, welche Fassung wann in Kraft war.

    Aufruf: inkraft [OPTIONEN] <BEFEHL>

    Befehle:
      sign  Eine Fassung unterzeichnen
      key   Schlüssel verwalten
      help  Diese Hilfe oder die eines Befehls anzeigen

    Optionen:
          --dir <dir>
              Ordner der Arbeit

      -h, --help
              Hilfe anzeigen (-h kurz, --help ausführlich)

      -V, --version
              Version des Programms anzeigen
    "#);
    assert_snapshot!(run(Lang::De, &["sign", "-h"]), @r#"
    Eine Fassung unterzeichnen

    Aufruf: inkraft sign [OPTIONEN] <policy>

    Argumente:
      <policy>  Kennung des Dokuments

    Optionen:
          --dir <dir>           Ordner der Arbeit
      -q, --quiet               Eine Angabe
          --loud                Eine Angabe
          --from <TAG>          Erster Tag in Kraft
          --count <count>       Eine Angabe
          --pair <pair> <pair>  Eine Angabe
          --few <few> <few>...  Eine Angabe
          --eq=<eq>             Eine Angabe
          --format <format>     Form der Ausgabe [Vorgabe: text] [möglich: text, json]
      -h, --help                Hilfe anzeigen (-h kurz, --help ausführlich)

    Rückgabewerte: 0 getan
    "#);
    assert_snapshot!(run(Lang::De, &["help", "key"]), @r#"
    Schlüssel verwalten

    Aufruf: inkraft key [OPTIONEN] <BEFEHL>

    Befehle:
      new   Neuen Schlüssel anlegen
      list  All keys
      help  Diese Hilfe oder die eines Befehls anzeigen

    Optionen:
          --dir <dir>  Ordner der Arbeit
      -h, --help       Hilfe anzeigen (-h kurz, --help ausführlich)
    "#);
    assert_snapshot!(run(Lang::De, &["key", "help", "new"]), @r#"
    Neuen Schlüssel anlegen

    Aufruf: inkraft key new [OPTIONEN]

    Optionen:
          --dir <dir>  Ordner der Arbeit
      -h, --help       Hilfe anzeigen (-h kurz, --help ausführlich)
    "#);
    assert_eq!(run(Lang::De, &["help", "sign"]), run(Lang::De, &["sign", "--help"]));
    assert_eq!(run(Lang::De, &[]), run(Lang::De, &["-h"]));
    assert_eq!(run(Lang::De, &["--version"]), "inkraft 1.2.3");
}

#[test]
fn english_help_stays_as_it_is() {
    let error = sample().try_get_matches_from(["inkraft", "sign", "--help"]).unwrap_err();
    assert_eq!(run(Lang::En, &["sign", "--help"]), error.to_string().trim_end());
}

#[test]
fn own_headings_are_kept() {
    let arg = Arg::new("a").long("a").help_heading("Ausgabe").help("A");
    let cmd = sample().mut_subcommand("sign", |sign| sign.arg(arg));
    let cmd = localise_with(cmd, Lang::De, &texts);
    let help = cmd.try_get_matches_from(["inkraft", "sign", "-h"]).unwrap_err().to_string();
    for heading in ["\nArgumente:\n", "\nOptionen:\n", "\nAusgabe:\n"] {
        assert!(help.contains(heading), "{help}");
    }
}

#[test]
fn a_localised_command_still_parses() {
    let cmd = localise_with(sample(), Lang::De, &texts);
    let line = ["inkraft", "--dir", "x", "sign", "--from", "2025-01-01", "hausordnung"];
    let matches = cmd.try_get_matches_from(line).unwrap();
    let (name, sign) = matches.subcommand().unwrap();
    assert_eq!(name, "sign");
    assert_eq!(sign.get_one::<Day>("from").map(Day::to_string).as_deref(), Some("2025-01-01"));
    assert_eq!(sign.get_one::<String>("dir").map(String::as_str), Some("x"));
    assert_eq!(sign.get_one::<String>("format").map(String::as_str), Some("text"));
}

#[test]
fn what_has_no_german_text_is_listed() {
    let list = |texts: &Texts| {
        let mut found = Vec::new();
        missing_with(&sample(), "", texts, &mut found);
        found
    };
    assert_eq!(list(&texts), ["key list"]);
    let all = list(&|_, _| None);
    assert_eq!(all.len(), 2 + 2 + 9 + 3);
    assert_eq!(all[..4], ["inkraft", "inkraft dir", "sign", "sign @after"]);
    assert!(missing(&sample()).iter().all(|name| all.contains(name)));
}

#[test]
fn every_mistake_is_told_in_both_languages() {
    assert_snapshot!(run(Lang::De, &["sign", "--form", "x"]), @r#"
    Unbekannte Angabe „--form“
    Meinten Sie „--from“?
    Aufruf: inkraft sign [OPTIONEN] <policy>
    Mehr dazu mit --help.
    "#);
    assert_snapshot!(run(Lang::En, &["sign", "--form", "x"]), @r#"
    Unknown argument “--form”
    Did you mean “--from”?
    Usage: inkraft sign --from <DAY> <policy>
    For more information, try --help.
    "#);
    let mistakes: [&[&str]; 20] = [
        &["sing"],
        &["xyzzy"],
        &["sign"],
        &["sign", "a", "b\u{1b}[31m"],
        &["sign", "a", "--from"],
        &["sign", "a", "--from", "2025-02-30"],
        &["sign", "a", "--count", "x"],
        &["sign", "a", "--count", "300"],
        &["sign", "a", "--format", "jsn"],
        &["sign", "a", "--format"],
        &["sign", "a", "--pair", "1"],
        &["sign", "a", "--few", "1"],
        &["sign", "a", "--eq", "1"],
        &["sign", "a", "--quiet=1"],
        &["sign", "a", "--quiet", "--loud"],
        &["sign", "a", "--quiet", "--quiet"],
        &["--quiet"],
        &["key"],
        &["key", "nwe"],
        &["sign", "a", "-z"],
    ];
    let all: Vec<String> = mistakes.into_iter().map(said).collect();
    assert_snapshot!(all.join("\n"), @r#"
    Unbekannter Befehl „sing“
    Meinten Sie „sign“?
    Unknown command “sing”
    Did you mean “sign”?
    Unbekannter Befehl „xyzzy“
    Unknown command “xyzzy”
    Es fehlt: <policy>
    Missing: <policy>
    Unbekannte Angabe „b�[31m“
    Unknown argument “b�[31m”
    Für --from <TAG> fehlt der Wert
    The value of --from <DAY> is missing
    „2025-02-30“ ist kein zulässiger Wert für --from <TAG>: erwartet wird ein Tag in der Form JJJJ-MM-TT
    “2025-02-30” is not a value for --from <DAY>: expected is a day written YYYY-MM-DD
    „x“ ist kein zulässiger Wert für --count <count>: erwartet wird eine ganze Zahl
    “x” is not a value for --count <count>: expected is a whole number
    „300“ ist kein zulässiger Wert für --count <count>: erlaubt sind 0 bis 255
    “300” is not a value for --count <count>: 300 is not in 0..=255
    „jsn“ ist kein zulässiger Wert für --format <format>: möglich sind text, json
    Meinten Sie „json“?
    “jsn” is not a value for --format <format>: possible are text, json
    Did you mean “json”?
    Für --format <format> fehlt der Wert: möglich sind text, json
    The value of --format <format> is missing: possible are text, json
    --pair <pair> <pair> braucht 2 Werte, angegeben: 1
    --pair <pair> <pair> needs 2 values, given: 1
    --few <few> <few>... braucht mindestens 2 Werte, angegeben: 1
    --few <few> <few>... needs at least 2 values, given: 1
    Zwischen --eq=<eq> und dem Wert fehlt das Gleichheitszeichen
    The equals sign between --eq=<eq> and its value is missing
    „1“ ist für --quiet ein Wert zu viel
    “1” is one value too many for --quiet
    --quiet darf nicht zusammen mit --loud angegeben werden
    --quiet cannot be combined with --loud
    --quiet darf nur einmal angegeben werden
    --quiet can be given only once
    Unbekannte Angabe „--quiet“
    Unknown argument “--quiet”
    Es fehlt ein Befehl: new, list
    A command is missing: new, list
    Unbekannter Befehl „nwe“
    Unknown command “nwe”
    Unbekannte Angabe „-z“
    Unknown argument “-z”
    "#);
}

#[test]
fn what_a_command_raises_itself_keeps_its_words() {
    let mut cmd = localise_with(sample(), Lang::De, &texts);
    let error = cmd.error(ErrorKind::ArgumentConflict, "Das geht nicht\nzusammen");
    let text = usage_error(&error, Lang::De);
    assert_eq!(text.lines().take(2).collect::<Vec<_>>(), ["Das geht nicht", "zusammen"]);
    assert!(text.contains("\nAufruf: inkraft [OPTIONEN] <BEFEHL>\n"), "{text}");
}
