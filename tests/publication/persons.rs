//! Natural persons are named in nothing that is published.

use std::io::Read as _;

use bando::report::{lists, ranking_book, report_html};
use bando::text::Language;

use super::{Case, PROPOSALS, RULES};
use crate::support::text;

/// Returns everything that is published, as one text.
fn published(case: &Case) -> String {
    let mut all = String::new();
    for language in [Language::Italian, Language::English] {
        for list in lists(&case.call, &case.outcome, language) {
            all.push_str(&list.text);
        }
        let publication = case.publication(language);
        all.push_str(&report_html(&publication));
        let book = ranking_book(&publication).expect("a workbook");
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a package");
        for place in 0..book.len() {
            let mut part = book.by_index(place).expect("a part");
            part.read_to_string(&mut all).expect("UTF-8");
        }
    }
    all
}

#[test]
fn a_person_appears_only_by_the_id_of_the_proposal() {
    let all = published(&Case::small());
    for name in [
        "Mario Rossi",
        "RSSMRA80A01H501U",
        "Anna Bianchi",
        "BNCNNA80A41H501X",
    ] {
        assert!(!all.contains(name), "{name}");
    }
    assert!(all.contains("(persona fisica: P3)") && all.contains("(natural person: P6)"));
    // A body whose legal representative is a person is still a body.
    assert!(all.contains("Poco srl") && all.contains("00000000005"));
}

#[test]
fn a_person_is_known_by_a_tax_code_that_is_not_published() {
    let rules = text(RULES).replace(
        "applicant.code as it \"Codice fiscale\" en \"Tax code\",",
        "",
    );
    assert_ne!(rules, text(RULES));
    let rules = rules.replace(", applicant.code ascending", "");
    let all = published(&Case::of(&rules, &text(PROPOSALS)));
    assert!(!all.contains("Mario Rossi") && !all.contains("Anna Bianchi"));
    assert!(all.contains("Poco srl"));
}

/// A second code beside a body's own, whose cell is empty, may be a person's; one that does not concern
/// the proposal is nobody's.
#[test]
fn a_code_that_is_not_stated_may_be_a_persons_where_it_concerns_the_proposal() {
    let rules = text(RULES)
        .replace("facts {\n", "facts {\n  paired : yes/no\n")
        .replace(
            "    code : tax code\n  }\n  rep",
            "    code : tax code\n    FIELD\n  }\n  rep",
        );
    let with = |field: &str, paired: &str| {
        let proposals = text(PROPOSALS);
        let mut lines = proposals.lines();
        let head = format!(
            "{},paired{}\n",
            lines.next().expect("the head"),
            if field.is_empty() {
                ""
            } else {
                ",applicant.partner_code"
            }
        );
        let rows = lines.map(|line| {
            format!(
                "{line},{paired}{}\n",
                if field.is_empty() { "" } else { "," }
            )
        });
        let proposals = [head].into_iter().chain(rows).collect::<String>();
        let all = published(&Case::of(&rules.replace("FIELD", field), &proposals));
        assert!(all.contains("P5"), "it is listed");
        all
    };
    assert!(with("", "yes").contains("Poco srl"));
    let partner = "partner_code : tax code";
    assert!(!with(partner, "no").contains("Poco srl"));
    let partner = "partner_code : tax code when paired";
    assert!(with(partner, "no").contains("Poco srl"));
    for paired in ["yes", ""] {
        assert!(!with(partner, paired).contains("Poco srl"), "{paired}");
    }
}

#[test]
fn an_id_that_is_a_tax_code_gives_way_to_a_number() {
    let proposals = text(PROPOSALS).replace("\nP3,", "\nRSSMRA80A01H501U,");
    let all = published(&Case::of(&text(RULES), &proposals));
    assert!(!all.contains("RSSMRA80A01H501U"), "the tax code");
    assert!(all.contains("persona fisica 1") && all.contains("«persona fisica 1»"));
}

#[test]
fn a_group_by_tax_code_names_nobody() {
    let rules = text(RULES).replace(
        "order by score descending",
        "group by applicant.code order by score descending",
    );
    let all = published(&Case::of(&rules, &text(PROPOSALS)));
    assert!(!all.contains("RSSMRA80A01H501U"), "the tax code");
    // The unit where the money ended is named to those behind it.
    assert!(all.contains("a «P3»"));
    assert!(all.contains("00000000004"));
}

/// By whom a cap counts need be nobody who applies: the firms of one owner, the projects of one head.
#[test]
fn whom_a_cap_counts_by_is_named_only_where_the_proposal_publishes_it_itself() {
    let rules = text(RULES).replace(
        "  at the limit: stop\n",
        "  cap 40_000 EUR per representative.code\n  cap 30_000 EUR per applicant.name\n  at the limit: stop\n",
    );
    assert_ne!(rules, text(RULES));
    let case = Case::of(&rules, &text(PROPOSALS));
    let all = published(&case);
    assert!(all.contains("per «representative.code»: chi ha lo stesso valore ha già"));
    assert!(all.contains("per “representative.code”: whoever has the same value has"));
    assert!(
        !all.contains("RSSMRA80A01H501U"),
        "the code of whoever signs"
    );
    // The office is told whose it is.
    let told = case.outcome.proposals.iter().flat_map(|it| &it.reasons);
    let mut told = told.map(|it| it.message.it.as_str());
    assert!(told.any(|it| it.contains("`RSSMRA80A01H501U`")));
    // A firm whose name is published reads it where a cap counts by it.
    let rules = rules.replace("  cap 40_000 EUR per representative.code\n", "");
    let all = published(&Case::of(&rules, &text(PROPOSALS)));
    assert!(all.contains("per «applicant.name»: «"), "{all}");
}
