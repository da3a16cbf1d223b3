//! What depends on what, drawn.

use bando::report::{Graph, graph, graph_dot, graph_mermaid, graph_svg};
use bando::text::Language;

use crate::support::{ProjectFiles, checked, rules};

const RULES: &str = r#"bando 1

call prova {
  title "Prova"
  zone Europe/Rome
}

source act "Atto"

facts {
  form : yes/no
  member : yes/no when form
  cost : money
  requested : money
}

parameter floor : percent = 20 %
  cite act "art. 1"

define own_share : percent = 1 - requested / cost

requirement share it "Quota \"propria\" & <altro>" en "Own share" {
  phase formal
  cite act "art. 1"
  applies when form
  require own_share >= floor and member
  else "No"
}

ranking { order by requested ascending }

envelope { 100 EUR award requested at the limit: stop }
"#;

fn drawn() -> Graph {
    graph(&checked(RULES, &ProjectFiles::default()))
}

#[test]
fn a_graph_is_drawn_as_mermaid() {
    assert_eq!(
        graph_mermaid(&drawn(), Language::Italian),
        r#"flowchart LR
  n0["form"]:::fact
  n1["member"]:::fact
  n2["cost"]:::fact
  n3["requested"]:::fact
  n4["floor"]:::parameter
  n5["own_share"]:::definition
  n6["share<br>Quota #34;propria#34; #38; #60;altro#62;"]:::requirement
  n7["graduatoria"]:::ranking
  n8["dotazione"]:::envelope
  n0 --> n1
  n0 --> n6
  n1 --> n6
  n2 --> n5
  n3 --> n5
  n3 --> n7
  n3 --> n8
  n4 --> n6
  n5 --> n6
  n7 --> n8
  classDef fact fill:#e8f1fb,stroke:#555,color:#000
  classDef parameter fill:#fff4d6,stroke:#555,color:#000
  classDef definition fill:#f3f3f3,stroke:#555,color:#000
  classDef requirement fill:#fde7e3,stroke:#555,color:#000
  classDef ranking fill:#dff3f4,stroke:#555,color:#000
  classDef envelope fill:#dff3f4,stroke:#555,color:#000
"#
    );
}

#[test]
fn a_part_of_the_graph_is_drawn_as_dot() {
    let part = drawn().around("own_share").expect("it is there");
    assert_eq!(
        graph_dot(&part, Language::English),
        r##"digraph call {
  rankdir=LR;
  node [shape=box, style=filled];
  n0 [label="cost", fillcolor="#e8f1fb"];
  n1 [label="requested", fillcolor="#e8f1fb"];
  n2 [label="own_share", fillcolor="#f3f3f3"];
  n3 [label="share\nOwn share", fillcolor="#fde7e3"];
  n0 -> n2;
  n1 -> n2;
  n2 -> n3;
}
"##
    );
    assert!(drawn().around("nothing").is_none());
}

#[test]
fn a_picture_has_every_box_once_and_none_on_another() {
    for name in ["puglia-azione-9.3.bando", "rigenerazione-urbana-2021.bando"] {
        let graph = graph(&checked(&rules(name), &ProjectFiles::default()));
        let picture = graph_svg(&graph, "Avviso", Language::Italian);
        let number = |line: &str, name: &str| -> i64 {
            let from = line
                .split_once(&format!("{name}=\""))
                .expect("it is there")
                .1;
            from.split('"').next().unwrap().parse().unwrap()
        };
        let boxes: Vec<(i64, i64, i64)> = picture
            .lines()
            .filter(|line| line.starts_with("<g>"))
            .map(|line| {
                (
                    number(line, " x"),
                    number(line, " y"),
                    number(line, " height"),
                )
            })
            .collect();
        assert_eq!(boxes.len(), graph.nodes.len());
        for (index, (x, y, height)) in boxes.iter().enumerate() {
            for (other_x, other_y, other_height) in &boxes[..index] {
                let apart = x != other_x || y + height < *other_y || other_y + other_height < *y;
                assert!(apart, "{name}: boxes at {x}, {y} and {other_x}, {other_y}");
            }
        }
        for (from, to) in &graph.edges {
            assert!(
                boxes[*from].0 < boxes[*to].0,
                "what is used stands to the left"
            );
        }
    }
    let picture = graph_svg(&drawn(), "A & <B>", Language::English);
    assert!(picture.contains("<title>A &amp; &lt;B&gt;</title>"));
    assert!(!picture.contains("\"propria\""));
}

/// The envelope, its caps and its reserves may be parameters, and look at facts.
#[test]
fn the_envelope_depends_on_its_amounts_caps_and_reserves() {
    let rules = r#"bando 1
call a { title "A" zone Europe/Rome }
source act "Avviso"
facts { cost : money  body : text  young : yes/no  other : yes/no }
parameter there : money = 100_000.00 EUR cite act "art. 1"
parameter most : money = 10_000.00 EUR cite act "art. 1"
parameter held : money = 20_000.00 EUR cite act "art. 1"
requirement R01 "Any" { phase formal cite act "art. 1" require cost > 0 EUR or other else "no" }
ranking { cite act "art. 3" order by cost descending }
envelope { there cite act "art. 4" award cost cap most per body reserve young "Young" held when young at the limit: stop }
"#;
    let graph = graph(&checked(rules, &ProjectFiles::default()));
    let name = |place: usize| graph.nodes[place].name.as_str();
    let edges = graph.edges.iter().filter(|(_, to)| name(*to) == "envelope");
    let used: Vec<&str> = edges.map(|(from, _)| name(*from)).collect();
    assert_eq!(
        used,
        ["cost", "body", "young", "there", "most", "held", "ranking"]
    );
}
