//! The engine's own lists, tampered with in each column in turn.

use bando::assessment::Stage;
use bando::audit::{Audit, PublishedList, audit};
use bando::call::{Call, Format, Separator};
use bando::engine::{self, Outcome};
use bando::facts::{self, FileKind, Proposal, ProposalsFile};
use bando::record::reopen;
use bando::report::lists;
use bando::scoring::Marks;
use bando::source::{FileError, Files};
use bando::text::Language;

use crate::support::{ProjectFiles, checked};

/// Pools, a reserve, a grid with a threshold, and what a slide would come to.
const CALL: &str = r#"bando 1 it

avviso intero { titolo it "Intero" fuso Europe/Rome se manca chiedere }
fonte bandito "Avviso"
proposte {
  identificativo da protocollo separatore ";" numeri come "1.234,56" date come "31/12/2026"
  pubblica nome come it "Ente" en "Body"
}
fatti {
  nome : testo
  zona : codice
  giovani : sì/no
  costo : importo
  ottenuti : intero al massimo 60
  coerente : sì/no
}
requisito poco it "Costo minimo" en "Least cost" {
  fase formale cita bandito "art. 2" richiede costo >= 10 EUR motivo it "Costa {costo}." en "It costs {costo}."
}
requisito coerenza it "Coerenza" en "Coherence" {
  fase sostanziale cita bandito "art. 2 c. 2" richiede coerente motivo it "Non è coerente." en "It is not coherent."
  riserva entro 10 giorni
}
griglia {
  cita bandito "art. 3"
  massimo 70
  soglia idoneita "Soglia" 16
  criterio A "Qualità" { massimo 60 criterio A1 "Punti" { massimo 60 punti ottenuti } }
  criterio B "Costo" { massimo 10 punti 10 }
}
graduatoria { cita bandito "art. 4" ordina per punteggio decrescente, costo crescente }
dotazione {
  1_000 EUR cita bandito "art. 5"
  assegna costo
  quote per zona { N 40 %, S 60 % } residui a graduatoria unica
  riserva giovani it "Giovani" 100 EUR, residuo a tutti, quando giovani
  al limite: fermarsi
}
"#;

const PROPOSALS: &str = "protocollo;nome;zona;giovani;costo;ottenuti;coerente\n\
    P1;Uno;N;sì;300,00;50;sì\nP2;Due;N;no;200,00;45;no\nP3;Tre;S;no;500,00;40;sì\n\
    P4;Quattro;S;no;300,00;35;sì\nP5;Cinque;S;sì;90,00;33;\nP6;=Sei;N;no;5,00;33;no\n\
    P7;Sette;N;no;300,00;5;sì\nP8;Otto;S;no;400,00;31;sì\nP9;Nove;S;no;;31;sì\n";

fn outcome(call: &Call) -> (Vec<Proposal>, Outcome) {
    let file = ProposalsFile {
        name: "p.csv",
        bytes: PROPOSALS.as_bytes(),
        kind: FileKind::Csv,
    };
    let received = facts::read(call, &file);
    assert!(received.refused.is_empty(), "{:#?}", received.refused);
    let proposals = received.proposals.clone();
    let outcome = engine::rank(call, received, &Marks::default(), None, Stage::First);
    (proposals, outcome.expect("no tie"))
}

fn held(call: &Call, ranked: &(Vec<Proposal>, Outcome), list: &str) -> Audit {
    let list = PublishedList {
        bytes: list.as_bytes(),
        format: Format::default(),
        own_as_well: false,
        separators: vec![Separator::default()],
        columns: &[],
        only: None,
    };
    audit(call, &[], (&ranked.0, &ranked.1), &list).expect("it can be read")
}

fn records(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let records = reader.records().map(|it| it.expect("a record"));
    records
        .map(|it| it.iter().map(str::to_owned).collect())
        .collect()
}

fn text(records: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in records {
        writer.write_record(record).expect("written");
    }
    String::from_utf8(writer.into_inner().expect("written")).expect("UTF-8")
}

/// What somebody who wants to deceive could write instead.
fn changed(cell: &str) -> Vec<String> {
    let other = match cell {
        "sì" | "yes" => "no".to_owned(),
        "no" => "sì".to_owned(),
        _ => format!("{cell}7"),
    };
    let mut changed = vec![String::new(), other];
    // Another number of as many digits.
    if let Some(at) = cell.find(|it: char| it.is_ascii_digit()) {
        let (before, rest) = cell.split_at(at);
        let digit = if rest.starts_with('4') { '5' } else { '4' };
        changed.push(format!("{before}{digit}{}", &rest[1..]));
    }
    changed.retain(|it| it != cell);
    changed
}

#[test]
fn every_list_agrees_with_itself_and_no_cell_can_be_changed_unseen() {
    let call = checked(CALL, &ProjectFiles::default());
    let kinds = lists_tampered_with(&call, &outcome(&call));
    for list in [
        "ranking.csv",
        "funded.csv",
        "waiting.csv",
        "pools.csv",
        "reserves.csv",
        "below-threshold.csv",
        "not-admitted.csv",
        "with-reservation.csv",
        "to-be-completed.csv",
        "scores.csv",
    ] {
        assert!(kinds.contains(&list), "{list} has no rows to tamper with");
    }
}

#[test]
fn no_cell_of_the_lists_of_a_slide_can_be_changed_unseen() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let events = "evento;proposta;importo;data;atto\n\
        rinuncia;P1;;01/06/2026;nota 1\npiù risorse;;100,00;02/06/2026;DGR 1\n\
        riserva sciolta;P2;;03/06/2026;nota 2\n";
    for (name, text) in [("c.bando", CALL), ("p.csv", PROPOSALS), ("e.csv", events)] {
        std::fs::write(folder.join(name), text).expect("written");
    }
    for arguments in [
        ["rank", "c.bando", "p.csv", "--out", "out"],
        ["slide", "out", "e.csv", "--out", "slid"],
    ] {
        let (code, said, stderr) = super::bando(folder, &arguments);
        assert_eq!(code, 0, "{said}{stderr}");
    }
    let opened = |name: &str| {
        let record = std::fs::read(folder.join(name).join("outcome.json")).expect("a record");
        let opened = reopen(&record, &Beside(folder.join(name))).expect("confirmed");
        (opened.call, (opened.proposals, opened.outcome))
    };
    let (call, slid) = opened("slid");
    let kinds = lists_tampered_with(&call, &slid);
    for list in [
        "ranking.csv",
        "funded.csv",
        "waiting.csv",
        "pools.csv",
        "reserves.csv",
        "scores.csv",
    ] {
        assert!(kinds.contains(&list), "{list} has no rows to tamper with");
    }
    // The lists of the ranking are not those of the slide.
    let (_, before) = opened("out");
    for list in lists(&call, &before.1, Language::Italian) {
        if ["ranking.csv", "funded.csv", "pools.csv"].contains(&list.file) {
            let found = held(&call, &slid, &list.text);
            assert!(!found.departures.is_empty(), "{}", list.file);
        }
    }
}

/// The files in a folder.
struct Beside(std::path::PathBuf);

impl Files for Beside {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        std::fs::read(self.0.join(name)).map_err(|_| FileError::NotFound {
            looked_in: Vec::new(),
        })
    }
}

/// Tampers with every cell of every list, in both languages; returns which lists have rows.
fn lists_tampered_with(call: &Call, ranked: &(Vec<Proposal>, Outcome)) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    for language in [Language::Italian, Language::English] {
        for list in lists(call, &ranked.1, language) {
            if list.file == "refused-rows.csv" {
                continue;
            }
            let own = held(call, ranked, &list.text);
            assert!(
                own.departures.is_empty(),
                "{}: {:#?}",
                list.file,
                own.departures
            );
            assert_eq!(own.ignored, Vec::<String>::new(), "{}", list.file);
            assert!(own.remarks.is_empty(), "{}: {:#?}", list.file, own.remarks);
            let records = records(&list.text);
            if records.len() > 1 {
                kinds.push(list.file);
            }
            for (line, record) in records.iter().enumerate().skip(1) {
                for (column, cell) in record.iter().enumerate() {
                    for changed in changed(cell) {
                        let mut tampered = records.clone();
                        tampered[line][column].clone_from(&changed);
                        let found = held(call, ranked, &text(&tampered));
                        assert!(
                            !found.departures.is_empty(),
                            "{} line {line}, `{}`: `{cell}` as `{changed}` is not found",
                            list.file,
                            records[0][column],
                        );
                    }
                }
            }
        }
    }
    kinds
}

#[test]
fn a_row_that_is_gone_or_doubled_is_told_once() {
    let call = checked(CALL, &ProjectFiles::default());
    let ranked = outcome(&call);
    for list in lists(&call, &ranked.1, Language::Italian) {
        if list.file == "refused-rows.csv" {
            continue;
        }
        let records = records(&list.text);
        for line in 1..records.len() {
            let mut gone = records.clone();
            gone.remove(line);
            let found = held(&call, &ranked, &text(&gone)).departures;
            assert_eq!(found.len(), 1, "{}: {found:#?}", list.file);
            let mut doubled = records.clone();
            doubled.push(records[line].clone());
            let found = held(&call, &ranked, &text(&doubled)).departures;
            assert_eq!(found.len(), 1, "{}: {found:#?}", list.file);
            assert!(
                found[0].message.it.contains("sta 2 volte nell'elenco"),
                "{found:#?}"
            );
        }
    }
}

#[test]
fn rows_out_of_the_order_of_their_ranks_are_remarked_and_depart_nowhere() {
    let call = checked(CALL, &ProjectFiles::default());
    let ranked = outcome(&call);
    let lists = lists(&call, &ranked.1, Language::Italian);
    let list = lists
        .iter()
        .find(|it| it.file == "ranking.csv")
        .expect("a ranking");
    let mut records = records(&list.text);
    records.swap(1, 3);
    let found = held(&call, &ranked, &text(&records));
    assert!(found.departures.is_empty(), "{:#?}", found.departures);
    assert_eq!(
        found.remarks[0].it,
        "le righe non sono nell'ordine delle posizioni che indicano: `P2` (riga 3), posizione 2, \
         viene dopo `P3` (riga 2), posizione 3; altrove ancora: 1"
    );
}
