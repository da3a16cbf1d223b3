//! Published lists, held against the declared rules.

mod tampered;

use std::fs;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;

use crate::support::{project, text};

const DECREE: &str = "rules/rigenerazione-urbana-2021.bando";
const APPLICATIONS: &str = "examples/rigenerazione-urbana-2021/domande.csv";

/// Runs the program in a folder; returns its code, its results and its messages.
fn bando(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = cargo_bin_cmd!("bando");
    command.current_dir(folder).env_clear().args(arguments);
    let output = command.output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let code = output.status.code().expect("a code");
    (code, text(output.stdout), text(output.stderr))
}

/// Holds a list against the decree of 2021.
fn of_the_decree(list: &str, language: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("pubblicata.csv");
    fs::write(&path, list).expect("written");
    let path = path.to_str().expect("UTF-8");
    let arguments = ["audit", DECREE, APPLICATIONS, path, "--lang", language];
    bando(&project(""), &arguments)
}

#[test]
fn the_decree_of_2021_departs_from_its_rules_nowhere() {
    let said = "Proposte confrontate: 2418\n  \
        `ammesso`: ammessa\n  `ammesso`: con riserva\n  \
        `in_graduatoria`: in graduatoria\n  `finanziato`: finanziata\n\
        Confrontate con il file delle proposte: `istat`, `pop_2018`, `costo`,\n\
        `cofinanziamento`, `richiesta`, `tipologia`, `data_domanda`, `motivazione`,\n\
        `ivsm_2018`, `a2021`, `a2022`, `a2023`, `a2024`, `a2025`, `a2026`\n\
        Colonne non confrontate: `ente`, `provincia`, `regione`, `target_mq`,\n\
        `finanziamento_parziale`, `di_cui_progettazione`\n\
        L'elenco vale per tutte le proposte in graduatoria: non ne manca nessuna.\n\
        Nelle colonne confrontate l'elenco non si scosta dalle regole.\n";
    let ended = of_the_decree(&text(APPLICATIONS), "it");
    assert_eq!(ended, (0, said.to_owned(), String::new()));
}

/// Turns a row of the decree: from `,"finanziato"` to what it was not.
fn tampered() -> String {
    let mut reader = csv::Reader::from_reader(fs::File::open(project(APPLICATIONS)).expect("read"));
    let header = reader.headers().expect("a header").clone();
    let place = |name: &str| header.iter().position(|it| it == name).expect("the column");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("written");
    for record in reader.records() {
        let record = record.expect("a row");
        let id = &record[place("cup")];
        let changed = match id {
            // Segrate, the first out.
            "B91B21001080001" => Some(("finanziato", "1")),
            "I44E21002090001" => Some(("ammesso", "forse")),
            _ => None,
        };
        let cells = header
            .iter()
            .zip(&record)
            .map(|(name, cell)| match changed {
                Some((column, value)) if name == column => value,
                _ => cell,
            });
        writer.write_record(cells).expect("written");
    }
    let text = String::from_utf8(writer.into_inner().expect("written")).expect("UTF-8");
    // One application more, and one gone.
    let gone = text.lines().find(|it| it.contains("C17H20003100001"));
    let gone = gone.expect("a project of Voghera").to_owned();
    let invented = gone.replace("C17H20003100001", "X00X00000000000");
    text.replace(&gone, &invented)
}

#[test]
fn a_tampered_copy_of_the_decree_departs_where_it_was_tampered_with() {
    let (code, said, _) = of_the_decree(&tampered(), "en");
    assert_eq!(code, 1);
    // Of each departure a line.
    let said = said.replace("\n  ", " ");
    let lines: Vec<&str> = said
        .lines()
        .skip_while(|it| !it.starts_with("Dep"))
        .collect();
    assert_eq!(lines[0], "Departures from the rules: 4", "{said}");
    assert!(lines[1].starts_with("- `B91B21001080001` (line "), "{said}");
    assert!(
        lines[1].contains("): funded: published yes, by the rules no; ")
            && lines[1].contains("3,403,676.95"),
        "{said}"
    );
    assert_eq!(
        lines[2],
        "- `C17H20003100001`: is missing from the list, where the rules put it"
    );
    // Of one cell, whatever it claims.
    assert!(lines[3].starts_with("- `I44E21002090001` (line "), "{said}");
    assert!(
        lines[3].ends_with("): column `ammesso`: what `forse` means cannot be told"),
        "{said}"
    );
    assert!(
        lines[4].ends_with(": is in the list, but not among the proposals"),
        "{said}"
    );
}

const CALL: &str = r#"bando 1 it

avviso piccolo { titolo it "Piccolo" fuso Europe/Rome }
fonte avviso "Avviso"
proposte { identificativo da protocollo separatore ";" numeri come "1.234,56" date come "31/12/2026" }
fatti {
  requested : importo da richiesta
  points : intero da punti
}
requisito enough it "Punti" { fase formale cita avviso "art. 3" richiede points >= 10 motivo it "Ha {points} punti." }
graduatoria { cita avviso "art. 4" ordina per points decrescente }
dotazione { 100_000.00 EUR cita avviso "art. 5" assegna requested al limite: fermarsi }
"#;

const PROPOSALS: &str = "protocollo;richiesta;punti\nP1;40.000,00;30\nP2;50.000,00;20\nP3;50.000,00;15\nP4;1.000,00;5\n";

#[test]
fn the_lists_of_a_ranking_agree_with_it_in_either_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("call.bando"), CALL).expect("written");
    fs::write(folder.join("p.csv"), PROPOSALS).expect("written");
    for language in ["it", "en"] {
        let rank = [
            "rank",
            "call.bando",
            "p.csv",
            "--lang",
            language,
            "--out",
            language,
        ];
        assert_eq!(bando(folder, &rank).0, 0);
        let list = format!("{language}/ranking.csv");
        let (code, said, stderr) = bando(
            folder,
            &["audit", "call.bando", "p.csv", &list, "--lang", "it"],
        );
        assert_eq!((code, stderr.as_str()), (0, ""), "{said}");
        assert!(
            said.ends_with("Nelle colonne confrontate l'elenco non si scosta dalle regole.\n"),
            "{said}"
        );
        assert!(said.starts_with("Proposte confrontate: 3\n"), "{said}");
    }
}

/// Audits a list of the small call; returns the exit code and what is said, in Italian.
fn of_the_small_call(list: &str, more: &[&str]) -> (i32, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("call.bando"), CALL).expect("written");
    fs::write(folder.join("p.csv"), PROPOSALS).expect("written");
    fs::write(folder.join("l.csv"), list).expect("written");
    let arguments = ["audit", "call.bando", "p.csv", "l.csv", "--lang", "it"];
    let (code, stdout, stderr) = bando(folder, &[&arguments[..], more].concat());
    (code, stdout + &stderr)
}

#[test]
fn a_list_of_some_is_held_against_those_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("call.bando"), CALL).expect("written");
    fs::write(folder.join("p.csv"), PROPOSALS).expect("written");
    let rank = [
        "rank",
        "call.bando",
        "p.csv",
        "--lang",
        "it",
        "--out",
        "out",
    ];
    assert_eq!(bando(folder, &rank).0, 0);
    let list = |name: &str| fs::read_to_string(folder.join("out").join(name)).expect("a list");
    let nowhere = "Nelle colonne confrontate l'elenco non si scosta dalle regole.\n";
    for (name, more, said) in [
        (
            "funded.csv",
            &[][..],
            "L'elenco si intende di tutte e sole le proposte finanziate: lo dicono le\ncolonne. Se è un altro: `--only`.\n",
        ),
        (
            "waiting.csv",
            &[],
            "L'elenco si intende di tutte e sole le proposte ammesse e non finanziate: lo\ndicono le colonne. Se è un altro: `--only`.\n",
        ),
        (
            "not-admitted.csv",
            &["--only", "not-admitted"],
            "L'elenco vale per tutte e sole le proposte non ammesse, come detto con `--only`.\n",
        ),
        (
            "ranking.csv",
            &[],
            "L'elenco vale per tutte le proposte in graduatoria: non ne manca nessuna.\n",
        ),
    ] {
        let (code, text) = of_the_small_call(&list(name), more);
        assert_eq!(code, 0, "{text}");
        assert!(text.ends_with(&format!("{said}{nowhere}")), "{text}");
    }
    let (code, text) = of_the_small_call(&list("not-admitted.csv"), &[]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains(
            "L'elenco si intende di tutte e sole le proposte non ammesse: fra gli elenchi con\n\
             queste colonne è il più vicino. Se è un altro: `--only`.\n"
        ),
        "{text}"
    );
}

#[test]
fn who_is_missing_from_a_list_of_some_or_does_not_belong_departs() {
    for (list, more, said) in [
        // P2 is missing, which the rules fund too.
        (
            "protocollo,award\nP1,40000.00\n",
            &[][..],
            "finanziate: ogni riga lo dice di\nsé. Se è un altro: `--only`.\nScostamenti dalle regole: 1\n- `P2`: manca dall'elenco, e secondo le regole vi sta\n",
        ),
        // Told by the rules alone.
        (
            "protocollo,nota,requested\nP3,x,50000.00\n",
            &[],
            "Colonne non confrontate: `nota`\nL'elenco si intende di tutte e sole le proposte ammesse e non finanziate: quelle\nche nomina lo sono tutte, secondo le regole. Se è un altro: `--only`.\nNelle colonne confrontate l'elenco non si scosta dalle regole.\n",
        ),
        (
            "protocollo,comune\nP1,Bari\nP2,Bari\nP3,Bari\n",
            &["--only", "funded"],
            "Scostamenti dalle regole: 1\n- `P3` (riga 4): è fra le finanziate, e secondo le regole non lo è: ammessa e\n  non finanziata; ",
        ),
        // Nothing tells: the list is held against the whole ranking.
        (
            "protocollo,requested\nP1,40000.00\nP3,50000.00\n",
            &[],
            "L'elenco si intende di tutte le proposte in graduatoria: non dice di essere\naltro. Se lo è: `--only`.\nScostamenti dalle regole: 1\n- `P2`: manca",
        ),
        // One row for each reason.
        (
            "protocollo,motivo\nP4,uno\nP4,due\n",
            &["--only", "not-admitted"],
            "Le proposte nell'elenco sono quelle che danno le regole; nessuna colonna è stata\nconfrontata.\n",
        ),
        (
            "protocollo\nP4\n",
            &["--only", "escluse"],
            "funded, waiting, not-admitted, admitted",
        ),
    ] {
        let (code, text) = of_the_small_call(list, more);
        assert!(text.contains(said), "{text}");
        assert_eq!(
            code == 0,
            said.contains("confrontata.") || said.contains("non si scosta"),
            "{code}: {text}"
        );
    }
}

/// A folder with the record of the small call in `out`, and in `slid` that of a slide after which P2
/// is funded in place of P1.
fn slid() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let events = "evento;proposta;importo;data;atto\nrinuncia;P1;;01/06/2026;nota 1\n";
    for (name, text) in [
        ("call.bando", CALL),
        ("p.csv", PROPOSALS),
        ("eventi.csv", events),
    ] {
        fs::write(at(name), text).expect("written");
    }
    for arguments in [
        "rank call.bando p.csv --lang it --out out",
        "slide out eventi.csv --lang it --out slid",
    ] {
        let arguments: Vec<_> = arguments.split(' ').collect();
        assert_eq!(bando(folder.path(), &arguments).0, 0);
    }
    folder
}

#[test]
fn the_lists_of_a_slide_are_held_against_its_record() {
    let folder = slid();
    let audit = |arguments: &str| {
        let arguments = format!("audit {arguments} --lang it");
        let arguments: Vec<_> = arguments.split(' ').collect();
        let (code, stdout, stderr) = bando(folder.path(), &arguments);
        (code, stdout + &stderr)
    };
    for list in ["ranking.csv", "funded.csv"] {
        let (code, said) = audit(&format!("slid slid/{list}"));
        assert_eq!(code, 0, "{said}");
        assert!(
            said.ends_with("Nelle colonne confrontate l'elenco non si scosta dalle regole.\n"),
            "{said}"
        );
    }
    // The list of the ranking is not that of the slide.
    let (code, said) = audit("slid/outcome.json out/funded.csv");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("- `P1` (riga 2): "), "{said}");
    // A list that is tampered with where it stands is still held against the record.
    let path = folder.path().join("slid/ranking.csv");
    let list = fs::read_to_string(&path).expect("read");
    fs::write(&path, list.replacen("50000.00", "51000.00", 1)).expect("written");
    let (code, said) = audit("slid slid/ranking.csv");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("(1.000,00 € in più)"), "{said}");
}

#[test]
fn only_a_record_that_its_inputs_confirm_is_held_against_a_list() {
    let folder = slid();
    let audit = |arguments: &str| {
        let arguments = format!("audit {arguments} --lang it");
        let arguments: Vec<_> = arguments.split(' ').collect();
        let (code, _, stderr) = bando(folder.path(), &arguments);
        (code, stderr)
    };
    assert_eq!(
        audit("call.bando slid/ranking.csv"),
        (
            2,
            "errore: con due soli nomi il primo è il verbale di una graduatoria o di uno scorrimento, \
             cioè la cartella di `--out` o il suo `outcome.json`; con un file di regole servono anche \
             le proposte: `bando audit AVVISO PROPOSTE ELENCO`\n"
                .to_owned()
        )
    );
    assert_eq!(
        audit("slid slid/ranking.csv --seed x"),
        (
            2,
            "errore: voti, testo sorteggiato, momento e giorno stanno nel verbale: togliere `--marks`, \
             `--seed`, `--frozen`, `--stage`, `--as-of` e `--data`\n"
                .to_owned()
        )
    );
    let input = folder.path().join("slid/inputs/proposals/p.csv");
    fs::write(
        &input,
        PROPOSALS.replace("P3;50.000,00;15", "P3;50.000,00;16"),
    )
    .expect("written");
    assert_eq!(
        audit("slid slid/ranking.csv"),
        (
            1,
            "errore: `slid/outcome.json`: i suoi file di ingresso non lo confermano: `bando verify` \
             dice perché\n"
                .to_owned()
        )
    );
}

#[test]
fn a_column_of_reasons_is_compared_where_bando_wrote_it() {
    let folder = slid();
    let list = fs::read_to_string(folder.path().join("out/ranking.csv")).expect("read");
    let mut reader = csv::Reader::from_reader(list.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let place = |name: &str| header.iter().position(|it| it == name).expect("the column");
    let mut published = "protocollo;motivo\n".to_owned();
    for record in reader.records() {
        let record = record.expect("a row");
        let row = format!(
            "{};\"{}\"\n",
            &record[place("id")],
            &record[place("motivo")]
        );
        published.push_str(&row);
    }
    let (code, said) = of_the_small_call(&published, &["--only", "ranked"]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("Confrontate con gli elenchi di `bando rank`: `motivo`"),
        "{said}"
    );
    let reason = published.split_once("P3;").expect("a row").1;
    let tampered = published.replace("P1;\"\"\n", &format!("P1;{reason}"));
    assert_ne!(tampered, published);
    let (code, said) = of_the_small_call(&tampered, &["--only", "ranked"]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("Scostamenti dalle regole: 1\n- `P1` (riga 2): `motivo`: pubblicato «"),
        "{said}"
    );
    // In other words than Bando's it is another's, and only named.
    let other = "protocollo;motivo\nP1;idonea\nP2;idonea\nP3;idonea\n";
    let (code, said) = of_the_small_call(other, &["--only", "ranked"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("Colonne non confrontate: `motivo`"), "{said}");
}

/// What is compared is the amount: not how it is written.
#[test]
fn an_amount_written_in_another_way_departs_nowhere() {
    for award in ["40.000,00", "40000", "40000,0", "40.000"] {
        let list = format!("protocollo;award\nP1;{award}\nP2;50.000,00\nP3;\n");
        let numbers = ["--numbers", "1.234,56"];
        let (code, said) = of_the_small_call(&list, &numbers);
        assert_eq!(code, 0, "{award}: {said}");
    }
}

/// Forty thousand, or forty: an amount has no three decimals, so nobody guesses.
#[test]
fn an_amount_with_three_decimals_is_not_understood_and_says_what_tells_it() {
    for (list, numbers) in [
        (
            "protocollo;award\nP1;40,000\nP2;50.000,00\nP3;\n",
            "1.234,56",
        ),
        (
            "protocollo;award\nP1;40.000\nP2;50000.00\nP3;\n",
            "1,234.56",
        ),
    ] {
        let (code, said) = of_the_small_call(list, &["--numbers", numbers]);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("ha più di 2 decimali: `--numbers`"), "{said}");
    }
}

#[test]
fn departures_say_by_how_much_in_places_and_euro() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("call.bando"), CALL).expect("written");
    fs::write(folder.join("p.csv"), PROPOSALS).expect("written");
    let list = "N.|PROTOCOLLO|CONTRIBUTO|FINANZIATA\n\
        1|P2|60,000.00|sì\n2|P1|39,999.99|sì\n3|P3||no\n4|P4|1,000.00|sì\n";
    fs::write(folder.join("l.csv"), list).expect("written");
    let arguments = [
        "audit",
        "call.bando",
        "p.csv",
        "l.csv",
        "--separator",
        "|",
        "--numbers",
        "1,234.56",
        "--column",
        "id=PROTOCOLLO",
        "--column",
        "rank=N.",
        "--column",
        "award=CONTRIBUTO",
        "--column",
        "funded=FINANZIATA",
    ];
    let (code, said, stderr) = bando(folder, &[&arguments[..], &["--lang", "it"]].concat());
    assert_eq!((code, stderr.as_str()), (1, ""));
    assert_eq!(
        said,
        "Proposte confrontate: 4\n\
         \u{20} `N.`: posizione\n\
         \u{20} `CONTRIBUTO`: importo assegnato\n\
         \u{20} `FINANZIATA`: finanziata\n\
         L'elenco vale per tutte le proposte in graduatoria: non ne manca nessuna.\n\
         Scostamenti dalle regole: 7\n\
         - `P1` (riga 3): posizione: pubblicato 2, secondo le regole 1 (più in basso di\n  \
           1)\n\
         - `P1` (riga 3): importo assegnato: pubblicato 39.999,99 €, secondo le regole\n  \
           40.000,00 € (0,01 € in meno)\n\
         - `P2` (riga 2): posizione: pubblicato 1, secondo le regole 2 (più in alto di 1)\n\
         - `P2` (riga 2): importo assegnato: pubblicato 60.000,00 €, secondo le regole\n  \
           50.000,00 € (10.000,00 € in più)\n\
         - `P4` (riga 5): posizione: pubblicato 4, secondo le regole —; Ha 5 punti.\n\
         - `P4` (riga 5): importo assegnato: pubblicato 1.000,00 €, secondo le regole\n  \
           0,00 € (1.000,00 € in più); Ha 5 punti.\n\
         - `P4` (riga 5): finanziata: pubblicato sì, secondo le regole no; Ha 5 punti.\n"
    );
    let (_, data, _) = bando(folder, &[&arguments[..], &["--format", "json"]].concat());
    let data: Value = serde_json::from_str(&data).expect("JSON");
    assert_eq!(data["compared"], 4);
    assert_eq!(data["departures"][1]["difference"], "-0.01");
    assert_eq!(data["departures"][1]["says"], "award");
    assert_eq!(data["departures"][3]["difference"], "10000");
}

#[test]
fn a_list_that_cannot_be_compared_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("call.bando"), CALL).expect("written");
    fs::write(folder.join("p.csv"), PROPOSALS).expect("written");
    for (list, more, why) in [
        (
            "a,b\n1,2\n",
            &[][..],
            "manca la colonna `protocollo` con l'identificativo",
        ),
        (
            "protocollo;b\nP1;2\n",
            &[],
            "nessuna colonna dice qualcosa che si possa confrontare",
        ),
        (
            "protocollo;b\nP1;2\n",
            &["--column", "award=c"],
            "non c'è la colonna `c`",
        ),
        (
            "protocollo;b\nP1;2\n",
            &["--column", "soldi=b"],
            "`soldi` non è fra ciò che una colonna può dire",
        ),
        (
            "protocollo;b\nP1;\"2\n",
            &["--column", "award=b"],
            "la riga 2 non si può leggere",
        ),
        (
            "protocollo;b\nP1\n",
            &["--column", "award=b"],
            "la riga 2 non si può leggere",
        ),
        ("", &[], "la prima riga deve contenere i nomi delle colonne"),
    ] {
        fs::write(folder.join("l.csv"), list).expect("written");
        let arguments = ["audit", "call.bando", "p.csv", "l.csv", "--lang", "it"];
        let (code, stdout, stderr) = bando(folder, &[&arguments[..], more].concat());
        assert_eq!((code, stdout.as_str()), (1, ""), "{list}");
        assert!(stderr.contains(why), "{stderr}");
    }
}

/// The words of `--column` are known as headings too: a column passed over in silence would hide a
/// departure.
#[test]
fn a_column_headed_with_a_word_of_the_command_is_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("call.bando"), CALL).expect("written");
    fs::write(folder.join("p.csv"), PROPOSALS).expect("written");
    let list = "protocollo,rank,award\nP1,1,40000.00\nP2,2,50000.01\nP3,3,0.00\n";
    fs::write(folder.join("l.csv"), list).expect("written");
    let arguments = ["audit", "call.bando", "p.csv", "l.csv", "--lang", "en"];
    let (code, said, stderr) = bando(folder, &arguments);
    assert_eq!((code, stderr.as_str()), (1, ""), "{said}");
    assert!(said.contains("Departures from the rules: 1\n"), "{said}");
    assert!(said.contains("0.01 EUR too much"), "{said}");
}

/// Two at the line, equal in every key: until the lot is drawn nobody is funded from there on, and
/// nobody says that no money hangs on it; the seed decides, and stands in the record.
#[test]
fn a_lot_waits_for_its_seed_on_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let call = CALL.replace(
        "ordina per points decrescente",
        "ordina per points decrescente, sorteggio \"numeri del Lotto di Bari\"",
    );
    assert_ne!(call, CALL);
    fs::write(folder.join("call.bando"), call).expect("written");
    let proposals =
        "protocollo;richiesta;punti\nP1;70.000,00;30\nP2;30.000,00;20\nP3;30.000,00;20\n";
    fs::write(folder.join("p.csv"), proposals).expect("written");
    let rank = ["rank", "call.bando", "p.csv", "--lang", "en", "--out"];
    let (code, said, stderr) = bando(folder, &[&rank[..], &["awaited"]].concat());
    assert_eq!((code, stderr.as_str()), (0, ""), "{said}");
    assert!(said.contains("the lot is not drawn yet"), "{said}");
    assert!(!said.contains("without effect"), "{said}");
    let funded = |out: &str| {
        let list = fs::read_to_string(folder.join(out).join("funded.csv")).expect("a list");
        let lines = list.lines().skip(1);
        lines
            .map(|line| line.split(',').nth(1).expect("an id").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(funded("awaited"), ["P1"]);
    let seed = ["drawn", "--seed", "11 45 90"];
    let (code, said, stderr) = bando(folder, &[&rank[..], &seed].concat());
    assert_eq!((code, stderr.as_str()), (0, ""), "{said}");
    // `printf '%s\n%s' '11 45 90' P2 | sha256sum` begins with 1ecc2b, with P3 it begins with e52e96.
    assert_eq!(funded("drawn"), ["P1", "P2"]);
    let (code, said, _) = bando(folder, &["verify", "drawn", "--lang", "en"]);
    assert_eq!(code, 0, "{said}");
    let compare = ["compare", "call.bando", "p.csv", "--lang", "en"];
    let compare = [&compare[..], &["--seed", "11 45 90"]].concat();
    let (code, said, stderr) = bando(folder, &compare);
    assert_eq!((code, stderr.as_str()), (0, ""), "{said}");
    let left = said.lines().find(|line| line.contains("P3"));
    assert!(left.is_some() && !said.contains("not drawn"), "{said}");
}

/// A heading of the file of proposals says what each proposal states: nobody publishes another cost
/// than was asked for.
#[test]
fn what_a_list_says_of_the_proposals_is_held_against_them() {
    let list = "protocollo;richiesta;punti;award\nP1;40.000,00;30;40000.00\nP2;60.000,00;20;50000.00\nP3;;15;0.00\n";
    let (code, said) = of_the_small_call(list, &[]);
    assert_eq!(code, 1);
    assert_eq!(
        said,
        "Proposte confrontate: 3\n\
         \u{20} `award`: importo assegnato\n\
         Confrontate con il file delle proposte: `richiesta`, `punti`\n\
         L'elenco vale per tutte le proposte in graduatoria: non ne manca nessuna.\n\
         Scostamenti dalle regole: 2\n\
         - `P2` (riga 3): `richiesta`: pubblicato 60.000,00 €, nel file delle proposte\n  \
           50.000,00 € (10.000,00 € in più)\n\
         - `P3` (riga 4): `richiesta`: pubblicato —, nel file delle proposte 50.000,00 €\n"
    );
}

#[test]
fn a_column_may_say_what_any_column_of_the_lists_says() {
    let list = "protocollo,PROGRESSIVO\nP1,40000.00\nP2,90000.01\n";
    let more = [
        "--only",
        "funded",
        "--numbers",
        "1234.56",
        "--separator",
        ",",
    ];
    let column = ["--column", "cumulative=PROGRESSIVO"];
    let (code, said) = of_the_small_call(list, &[&more[..], &column].concat());
    assert_eq!(code, 1);
    assert!(
        said.ends_with(
            "Scostamenti dalle regole: 1\n\
             - `P2` (riga 3): `PROGRESSIVO`: pubblicato 90.000,01 €, secondo le regole\n  \
               90.000,00 € (0,01 € in più)\n"
        ),
        "{said}"
    );
    let column = ["--column", "cumulativ=PROGRESSIVO"];
    let (_, said) = of_the_small_call(list, &[&more[..], &column].concat());
    assert!(said.contains("forse si intendeva `cumulative`?"), "{said}");
}
