//! The 2,418 real applications of 2021, read in the format that their rule file declares.

use bando::call::{Call, Reading, Type};
use bando::facts::{FileKind, ProposalsFile, read};
use bando::number::{Fraction, Money};
use bando::value::{Value, VariantId};

use crate::support::call::{CallBuilder, FIRST_TABLE};

const TOTALS: [&str; 3] = ["4689702146.17", "287034697.00", "4402667449.17"];

/// The facts of the rule file, put together by hand.
fn call() -> Call {
    let comuni = include_str!("../../rules/tables/comuni_domande_2021.csv");
    let keys = comuni
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next());
    let from = |column: &str| Reading {
        column: Some(column.to_owned()),
        ..Reading::default()
    };
    let word = |word: &str, variant: u16| (word.to_owned(), Value::Variant(VariantId(variant)));
    let letters = Reading {
        words: vec![word("A", 0), word("B", 1), word("C", 2)],
        ..from("tipologia")
    };
    let remarks = Reading {
        split: Some(";".to_owned()),
        blank: Some(Value::Set([].into())),
        words: vec![
            word(
                "Richiesta non coerente con gli interventi previsti all'articolo 3, comma 1 del DPCM 21/01/2021",
                0,
            ),
            word(
                "Inadempiente indicatore (target PNRR), comunicato Ministero dell'Interno del 25/05/2021",
                1,
            ),
            word(
                "Chiarimenti target a pena esclusione entro 10 gg da pubblicazione",
                2,
            ),
            word("Rinuncia comunicata con mail del 3/12/2021", 3),
            word("Rinuncia comunicata con mail del 20/09/2021", 3),
            word(
                "Dismissione immobile oggetto dell'intervento, comunicata con mail del 10/12/2021",
                3,
            ),
        ],
        ..from("motivazione")
    };
    CallBuilder::new()
        .table("comuni", "istat", &keys.collect::<Vec<_>>())
        .variants("Letter", &["a", "b", "c"])
        .variants(
            "Remark",
            &["incoherent", "no_indicator", "clarification", "renounced"],
        )
        .id_from("cup")
        .fact("cup", Type::Code)
        .fact_read("comune", Type::Row(FIRST_TABLE), from("istat"))
        .fact_read("letter", Type::Enum(bando::call::EnumId(0)), letters)
        .fact_read("cost", Type::Money, from("costo"))
        .fact_read("own_money", Type::Money, from("cofinanziamento"))
        .fact_read("requested", Type::Money, from("richiesta"))
        .fact_read("sent_on", Type::Date, from("data_domanda"))
        .fact_read("remarks", Type::Set(bando::call::EnumId(1)), remarks)
        .fact_read("ivsm", Type::Decimal(8), from("ivsm_2018"))
        .ignore(&[
            "ente",
            "provincia",
            "regione",
            "pop_2018",
            "target_mq",
            "finanziamento_parziale",
            "di_cui_progettazione",
        ])
        .compare(&[
            "ammesso",
            "in_graduatoria",
            "finanziato",
            "a2021",
            "a2022",
            "a2023",
            "a2024",
            "a2025",
            "a2026",
        ])
        .build()
}

#[test]
fn the_2418_applications_are_all_taken_to_the_cent() {
    let call = call();
    let bytes = include_bytes!("../../examples/rigenerazione-urbana-2021/domande.csv");
    let received = read(
        &call,
        &ProposalsFile {
            name: "domande.csv",
            bytes,
            kind: FileKind::Csv,
        },
    );
    assert_eq!(received.refused, []);
    assert_eq!(received.notices, []);
    assert_eq!(received.proposals.len(), 2418);

    let column = |fact: usize| {
        received
            .proposals
            .iter()
            .map(move |it| it.facts[fact].clone())
    };
    let total = |fact: usize| {
        let amounts = column(fact).map(|value| match value {
            Some(Value::Number(euro)) => Money::from_euro(euro).unwrap(),
            other => panic!("not an amount: {other:?}"),
        });
        Money::sum(amounts).unwrap().to_plain()
    };
    // Summed by another program over the same file.
    assert_eq!([total(3), total(4), total(5)], TOTALS);
    let remarked = column(7).filter(|it| *it != Some(Value::Set([].into())));
    assert_eq!(remarked.count(), 2418 - 2259);
    assert!(column(8).all(|it| matches!(it, Some(Value::Number(index)) if index > Fraction::ZERO)));
    let reserved = received
        .proposals
        .iter()
        .filter(|it| it.compare["ammesso"] == "Sì, con riserva");
    assert_eq!(reserved.count(), 66);
}
