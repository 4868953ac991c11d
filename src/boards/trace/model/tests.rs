//! What is a gap, and what is left of the chain seen from one place.

use super::*;
use uuid::Uuid;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// Two goals; counter service (G1.1, a measured promise) delivered by walk-in, which asks three questions; a phone
/// service nobody delivers; a manual CS with 1, 1.1, 1.2, 1.2.1 and 2.
fn chain() -> Chain {
    let goal = |n: u128, code: &str| Goal {
        id: GoalId(id(n)),
        code: code.into(),
        title: Localized::from(code),
        department: None,
        towards: None,
    };
    let service = |n: u128, name: &str, objectives: &[u128]| Service {
        id: ServiceId(id(n)),
        name: Localized::from(name),
        unit: "Licensing".into(),
        objectives: objectives.iter().map(|n| ObjectiveId(id(*n))).collect(),
    };
    let question = |n: u128, goal: Option<u128>, clause: Option<u128>| Question {
        id: QuestionId(id(n)),
        code: format!("q{n}"),
        process: ProcessId(id(40)),
        text: Localized::from("Is it so?"),
        goal: goal.map(|n| GoalId(id(n))),
        clause: clause.map(|n| ClauseId(id(n))),
        clause_label: String::new(),
    };
    let clause = |n: u128, number: &str, depth| Clause {
        id: ClauseId(id(n)),
        manual: "CS".into(),
        number: number.into(),
        title: number.into(),
        depth,
    };
    Chain {
        goals: vec![goal(1, "G1"), goal(2, "G2")],
        objectives: vec![Objective {
            id: ObjectiveId(id(11)),
            goal: GoalId(id(1)),
            code: "G1.1".into(),
            title: Localized::from("Nobody waits"),
        }],
        services: vec![service(20, "Counter", &[11]), service(21, "Phone", &[])],
        promises: vec![
            Promise {
                id: CharterPromiseId(id(30)),
                service: ServiceId(id(20)),
                wording: Localized::from("In line under 15 minutes"),
                measured: true,
            },
            Promise {
                id: CharterPromiseId(id(31)),
                service: ServiceId(id(21)),
                wording: Localized::from("We call back"),
                measured: false,
            },
        ],
        processes: vec![
            Process {
                id: ProcessId(id(40)),
                name: Localized::from("Walk-in"),
                services: vec![ServiceId(id(20))],
                template: Some(Template {
                    id: TemplateId(id(50)),
                    title: Localized::from("Counter"),
                }),
            },
            Process {
                id: ProcessId(id(41)),
                name: Localized::from("Mail"),
                services: Vec::new(),
                template: None,
            },
        ],
        questions: vec![
            question(60, Some(1), Some(71)),
            question(61, None, Some(72)),
            question(62, Some(1), None),
        ],
        clauses: vec![
            clause(70, "1", 1),
            clause(71, "1.1", 2),
            clause(72, "1.2", 2),
            clause(73, "1.2.1", 3),
            clause(74, "1.3", 2),
            clause(75, "2", 1),
        ],
    }
}

fn told(nodes: &[Node]) -> Vec<u128> {
    let uuid = |node: &Node| match node {
        Node::Goal(id) => id.0,
        Node::Service(id) => id.0,
        Node::Promise(id) => id.0,
        Node::Process(id) => id.0,
        Node::Question(id) => id.0,
        Node::Clause(id) => id.0,
    };
    nodes.iter().map(|node| uuid(node).as_u128()).collect()
}

fn missing(chain: &Chain, gap: Gap) -> Vec<u128> {
    told(&chain.missing(gap))
}

#[test]
fn each_gap_is_found() {
    let chain = chain();
    let found: Vec<(Gap, Vec<u128>)> = Gap::ALL.iter().map(|gap| (*gap, missing(&chain, *gap))).collect();
    assert_eq!(
        found,
        [
            (Gap::Goals, vec![2]),
            (Gap::Departments, vec![]),
            (Gap::Services, vec![21]),
            (Gap::Promises, vec![31]),
            (Gap::Processes, vec![41]),
            (Gap::WithoutGoal, vec![61]),
            (Gap::WithoutClause, vec![62]),
            // 1.2.1 is audited with 1.2, and the chapters are no clauses
            (Gap::Clauses, vec![74]),
        ]
    );
    assert_eq!(
        chain.goals_with_gaps(),
        2,
        "G1 by its question without a clause, G2 by itself"
    );
}

#[test]
fn a_gap_that_is_repaired_is_none() {
    let mut chain = chain();
    chain.questions[1].goal = Some(GoalId(id(2)));
    chain.questions[2].clause = Some(ClauseId(id(74)));
    chain.processes[1].services = vec![ServiceId(id(21))];
    chain.processes[1].template = chain.processes[0].template.clone();
    chain.promises[1].measured = true;
    assert!(chain.gaps().is_empty(), "{:?}", chain.gaps());
    assert_eq!(chain.goals_with_gaps(), 0);
}

#[test]
fn a_departments_goal_is_tied_and_served_through_the_agencys() {
    let mut chain = chain();
    let of_department = |n: u128, towards: Option<u128>| Goal {
        id: GoalId(id(n)),
        code: "T1".into(),
        title: Localized::from("T1"),
        department: Some("Licensing".into()),
        towards: towards.map(|n| GoalId(id(n))),
    };
    chain.goals.push(of_department(3, Some(1)));
    chain.goals.push(of_department(4, None));
    // tied to a goal that is none any more
    chain.goals.push(of_department(5, Some(99)));
    assert_eq!(missing(&chain, Gap::Departments), [4, 5]);
    assert_eq!(missing(&chain, Gap::Goals), [2, 4, 5]);
    chain.goals[2].towards = Some(GoalId(id(2)));
    chain.questions[0].goal = Some(GoalId(id(3)));
    chain.questions[2].goal = Some(GoalId(id(3)));
    assert_eq!(
        missing(&chain, Gap::Goals),
        [1, 4, 5],
        "G2 is served by the department's goal"
    );
}

#[test]
fn a_manual_of_chapters_alone_is_audited_chapter_by_chapter() {
    let mut chain = chain();
    chain.clauses.retain(|clause| clause.depth == 1);
    assert_eq!(missing(&chain, Gap::Clauses), [70, 75]);
    chain.questions[0].clause = Some(ClauseId(id(70)));
    assert_eq!(missing(&chain, Gap::Clauses), [75]);
}

#[test]
fn from_a_question_the_chain_goes_up_to_the_promise_and_down_to_the_clause() {
    let chain = chain();
    let part = chain.only(Node::Question(QuestionId(id(60)))).unwrap();
    let nodes: Vec<Node> = part.nodes().collect();
    assert_eq!(told(&nodes), [1, 20, 30, 40, 60, 71]);
    assert_eq!(part.objectives.len(), 1);
}

#[test]
fn from_each_other_place_only_what_hangs_on_it() {
    let chain = chain();
    let part = |node| told(&chain.only(node).unwrap().nodes().collect::<Vec<_>>());
    assert_eq!(part(Node::Goal(GoalId(id(1)))), [1, 20, 30, 40, 60, 62, 71]);
    assert_eq!(part(Node::Goal(GoalId(id(2)))), [2]);
    assert_eq!(part(Node::Service(ServiceId(id(21)))), [21, 31]);
    assert_eq!(
        part(Node::Promise(CharterPromiseId(id(30)))),
        [1, 20, 30, 40, 60, 61, 62, 71, 72]
    );
    assert_eq!(part(Node::Process(ProcessId(id(41)))), [41]);
    assert_eq!(part(Node::Clause(ClauseId(id(72)))), [1, 20, 30, 40, 61, 72]);
    assert_eq!(part(Node::Clause(ClauseId(id(74)))), [74], "nobody audits it");
    assert_eq!(chain.only(Node::Goal(GoalId(id(9)))), None);
}

#[test]
fn a_row_of_the_table_has_a_gap_where_a_cell_is_empty() {
    let chain = chain();
    let gaps: Vec<bool> = chain.rows().iter().map(Row::has_gap).collect();
    assert_eq!(gaps, [false, true, true]);
    let first = &chain.rows()[0];
    assert_eq!(
        (first.objectives.len(), first.services.len(), first.promises.len()),
        (1, 1, 1)
    );
}

#[test]
fn a_place_reads_back_from_an_address() {
    for node in chain().nodes() {
        assert_eq!(node.to_string().parse(), Ok(node));
    }
    for bad in ["", "goal", "goal:x", "audit:00000000-0000-0000-0000-000000000001"] {
        assert_eq!(bad.parse::<Node>(), Err(()), "{bad}");
    }
}
