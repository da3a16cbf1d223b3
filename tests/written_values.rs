//! Texts written in rules, held against texts read from data.

use bando::assessment::{Judgement, Stage};
use bando::engine;
use bando::facts::{self, FileKind, ProposalsFile};

use crate::support::{ProjectFiles, checked};

/// Data are read composed, codes with a check in capitals; so must be what the rules compare them with.
#[test]
fn a_text_in_the_rules_is_the_text_that_data_are_read_as() {
    for condition in [
        "place = \"Citta\u{300}\"",
        "place in { \"Citta\u{300}\" }",
        "table { place | fits \"Citta\u{300}\" | yes otherwise | no }",
        "tax = \"bncmra80a01h501u\"",
        "tax in { \"bncmra80a01h501u\" }",
        "account = \"it60x0542811101000000123456\"",
        "table { tax | fits \"bncmra80a01h501u\" | yes otherwise | no }",
    ] {
        let rules = format!(
            "bando 1\n\ncall prova {{\n  title \"Prova\"\n  zone Europe/Rome\n}}\n\nsource act \"Atto\"\n\n\
             facts {{\n  place : code\n  tax : tax code\n  account : IBAN\n}}\n\n\
             requirement fits \"Fits\" {{\n  phase formal\n  cite act\n  require {condition}\n  else \"No\"\n}}\n"
        );
        let call = checked(&rules, &ProjectFiles::default());
        let file = ProposalsFile {
            name: "domande.json",
            bytes: r#"{"id": "a", "place": "Città", "tax": "BNCMRA80A01H501U", "account": "IT60X0542811101000000123456"}"#.as_bytes(),
            kind: FileKind::Json,
        };
        let received = facts::read(&call, &file);
        let assessments = engine::assess_all(&call, &received, Stage::First);
        assert_eq!(
            assessments[0].findings[0].judgement,
            Judgement::Met,
            "{condition}"
        );
    }
}
