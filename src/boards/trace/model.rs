//! The chain from the mission down to the questions, what is left of it seen from one place, and where it has gaps.

use crate::base::ids::*;
use crate::base::text::Localized;
use crate::text_enum;
use std::collections::BTreeSet;

/// A goal of the agency or of a department.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Identity.
    pub id: GoalId,
    /// The code people say: G1.
    pub code: String,
    /// The title people see.
    pub title: Localized,
    /// The department it is of; `None` for the agency.
    pub department: Option<String>,
    /// The goal of the agency it is tied to.
    pub towards: Option<GoalId>,
}

/// A measured step towards a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// Identity.
    pub id: ObjectiveId,
    /// Its goal.
    pub goal: GoalId,
    /// The code people say: G1.2.
    pub code: String,
    /// The title people see.
    pub title: Localized,
}

/// Something the agency provides.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Identity.
    pub id: ServiceId,
    /// The name people see.
    pub name: Localized,
    /// The unit that answers for it.
    pub unit: String,
    /// What it works towards.
    pub objectives: Vec<ObjectiveId>,
}

/// What is promised of a service.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// Identity.
    pub id: CharterPromiseId,
    /// Its service.
    pub service: ServiceId,
    /// The words the public reads.
    pub wording: Localized,
    /// Whether it says how it is measured.
    pub measured: bool,
}

/// The checklist of a process that audits ask.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Identity.
    pub id: TemplateId,
    /// The title people see.
    pub title: Localized,
}

/// What is done to deliver services.
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    /// Identity.
    pub id: ProcessId,
    /// The name people see.
    pub name: Localized,
    /// What it delivers.
    pub services: Vec<ServiceId>,
    /// The checklist in use.
    pub template: Option<Template>,
}

/// A question of a published checklist.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Identity, the same in every version.
    pub id: QuestionId,
    /// Its id in the file.
    pub code: String,
    /// The process its checklist audits.
    pub process: ProcessId,
    /// The question.
    pub text: Localized,
    /// The goal it serves, while that is a goal.
    pub goal: Option<GoalId>,
    /// The clause it checks.
    pub clause: Option<ClauseId>,
    /// The clause as people write it: "CS 3.2".
    pub clause_label: String,
}

/// A clause of an edition in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// Identity, the same in every edition.
    pub id: ClauseId,
    /// The code of its manual.
    pub manual: String,
    /// Its number.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// How deep it lies: 1 for a chapter.
    pub depth: i32,
}

/// Everything between the mission and the questions. Each list is in the order it is read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chain {
    /// The goals, those of the agency first.
    pub goals: Vec<Goal>,
    /// Their objectives.
    pub objectives: Vec<Objective>,
    /// The services.
    pub services: Vec<Service>,
    /// What is promised of them today.
    pub promises: Vec<Promise>,
    /// The processes.
    pub processes: Vec<Process>,
    /// The questions of the checklists in use.
    pub questions: Vec<Question>,
    /// The clauses of the editions in force, manual by manual, in their order.
    pub clauses: Vec<Clause>,
}

/// A place in the chain; in an address `question:0190…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// A goal.
    Goal(GoalId),
    /// A service.
    Service(ServiceId),
    /// A charter promise.
    Promise(CharterPromiseId),
    /// A process.
    Process(ProcessId),
    /// A question.
    Question(QuestionId),
    /// A clause.
    Clause(ClauseId),
}

crate::addressed!(Node {
    Goal = "goal",
    Service = "service",
    Promise = "promise",
    Process = "process",
    Question = "question",
    Clause = "clause",
});

text_enum! {
    /// Where the chain can have a gap.
    pub enum Gap {
        /// Goals no question serves.
        Goals = "goals",
        /// Goals of departments that are tied to no goal of the agency.
        Departments = "departments",
        /// Services no process delivers.
        Services = "services",
        /// Promises that do not say how they are measured.
        Promises = "promises",
        /// Processes without a checklist in use.
        Processes = "processes",
        /// Questions that serve no goal.
        WithoutGoal = "without-goal",
        /// Questions that check no clause.
        WithoutClause = "without-clause",
        /// Clauses nobody audits.
        Clauses = "clauses",
    }
}

impl Chain {
    /// Where the chain has this gap, in the order it is read.
    pub fn missing(&self, gap: Gap) -> Vec<Node> {
        match gap {
            Gap::Goals => self.goals_unserved(),
            Gap::Departments => {
                let untied = self.goals.iter().filter(|goal| goal.department.is_some());
                let untied = untied.filter(|goal| {
                    let above = self.goals.iter().find(|above| Some(above.id) == goal.towards);
                    above.is_none()
                });
                untied.map(|goal| Node::Goal(goal.id)).collect()
            }
            Gap::Services => {
                let delivered: BTreeSet<ServiceId> = self.processes.iter().flat_map(|p| p.services.clone()).collect();
                let missing = self.services.iter().filter(|service| !delivered.contains(&service.id));
                missing.map(|service| Node::Service(service.id)).collect()
            }
            Gap::Promises => {
                let missing = self.promises.iter().filter(|promise| !promise.measured);
                missing.map(|promise| Node::Promise(promise.id)).collect()
            }
            Gap::Processes => {
                let missing = self.processes.iter().filter(|process| process.template.is_none());
                missing.map(|process| Node::Process(process.id)).collect()
            }
            Gap::WithoutGoal => {
                let missing = self.questions.iter().filter(|question| question.goal.is_none());
                missing.map(|question| Node::Question(question.id)).collect()
            }
            Gap::WithoutClause => {
                let missing = self.questions.iter().filter(|question| question.clause.is_none());
                missing.map(|question| Node::Question(question.id)).collect()
            }
            Gap::Clauses => self.clauses_unaudited(),
        }
    }

    /// A goal is served by a question that names it, the goal of the agency it is tied to, or a department's goal that
    /// is tied to it.
    fn goals_unserved(&self) -> Vec<Node> {
        let named: BTreeSet<GoalId> = self.questions.iter().filter_map(|question| question.goal).collect();
        let is_served = |goal: &Goal| {
            named.contains(&goal.id)
                || goal.towards.is_some_and(|above| named.contains(&above))
                || self
                    .goals
                    .iter()
                    .any(|below| below.towards == Some(goal.id) && named.contains(&below.id))
        };
        let missing = self.goals.iter().filter(|goal| !is_served(goal));
        missing.map(|goal| Node::Goal(goal.id)).collect()
    }

    /// A clause is audited by a question that cites it, or the clause it is part of; citing a chapter is not enough. What
    /// has clauses below it is told by them, and a chapter is no clause where a manual has deeper ones.
    fn clauses_unaudited(&self) -> Vec<Node> {
        let cited: BTreeSet<ClauseId> = self.questions.iter().filter_map(|question| question.clause).collect();
        let mut missing = Vec::new();
        for of_manual in self.clauses.chunk_by(|one, next| one.manual == next.manual) {
            let has_deeper = of_manual.iter().any(|clause| clause.depth > 1);
            let mut above: Vec<&Clause> = Vec::new();
            for (clause, next) in of_manual.iter().zip(of_manual.iter().skip(1).map(Some).chain([None])) {
                above.retain(|one| one.depth < clause.depth);
                above.push(clause);
                let is_leaf = next.is_none_or(|next| next.depth <= clause.depth);
                let counts = is_leaf && (clause.depth > 1 || !has_deeper);
                let is_audited = above
                    .iter()
                    .any(|one| cited.contains(&one.id) && (one.depth > 1 || one.id == clause.id));
                if counts && !is_audited {
                    missing.push(Node::Clause(clause.id));
                }
            }
        }
        missing
    }

    /// Every place with a gap.
    pub fn gaps(&self) -> BTreeSet<Node> {
        Gap::ALL.iter().flat_map(|gap| self.missing(*gap)).collect()
    }

    /// How many goals have a gap somewhere in their chain.
    pub fn goals_with_gaps(&self) -> usize {
        let gaps = self.gaps();
        let has_gap = |goal: &&Goal| {
            self.only(Node::Goal(goal.id))
                .is_some_and(|part| part.nodes().any(|node| gaps.contains(&node)))
        };
        self.goals.iter().filter(has_gap).count()
    }

    /// Every place.
    fn nodes(&self) -> impl Iterator<Item = Node> + '_ {
        let goals = self.goals.iter().map(|goal| Node::Goal(goal.id));
        let services = self.services.iter().map(|service| Node::Service(service.id));
        let promises = self.promises.iter().map(|promise| Node::Promise(promise.id));
        let processes = self.processes.iter().map(|process| Node::Process(process.id));
        let questions = self.questions.iter().map(|question| Node::Question(question.id));
        let clauses = self.clauses.iter().map(|clause| Node::Clause(clause.id));
        goals
            .chain(services)
            .chain(promises)
            .chain(processes)
            .chain(questions)
            .chain(clauses)
    }

    /// The chain up and down from one place; `None` when it is not there.
    pub fn only(&self, from: Node) -> Option<Self> {
        self.nodes().find(|node| *node == from)?;
        let of = |keep: &dyn Fn(&Question) -> bool| -> Vec<&Question> {
            self.questions.iter().filter(|question| keep(question)).collect()
        };
        let delivering = |services: &BTreeSet<ServiceId>| -> BTreeSet<ProcessId> {
            let mut processes = BTreeSet::new();
            for process in &self.processes {
                if process.services.iter().any(|service| services.contains(service)) {
                    processes.insert(process.id);
                }
            }
            processes
        };
        let mut promise = None;
        let (goals, services, processes, questions);
        match from {
            Node::Goal(goal) => {
                goals = BTreeSet::from([goal]);
                let objectives = self.objectives_of(&goals);
                services = self
                    .services
                    .iter()
                    .filter(|service| service.objectives.iter().any(|id| objectives.contains(id)))
                    .map(|service| service.id)
                    .collect();
                questions = of(&|question| question.goal == Some(goal));
                let mut all = delivering(&services);
                all.extend(questions.iter().map(|question| question.process));
                processes = all;
            }
            Node::Service(_) | Node::Promise(_) => {
                let service = match from {
                    Node::Service(service) => service,
                    _ => self.promises.iter().find(|own| Node::Promise(own.id) == from)?.service,
                };
                if let Node::Promise(id) = from {
                    promise = Some(id);
                }
                services = BTreeSet::from([service]);
                processes = delivering(&services);
                questions = of(&|question| processes.contains(&question.process));
                goals = self.goals_of(&services);
            }
            Node::Process(process) => {
                processes = BTreeSet::from([process]);
                services = self.services_of(&processes);
                questions = of(&|question| question.process == process);
                let mut all = self.goals_of(&services);
                all.extend(questions.iter().filter_map(|question| question.goal));
                goals = all;
            }
            Node::Question(_) | Node::Clause(_) => {
                questions = of(&|question| {
                    Node::Question(question.id) == from || question.clause.map(Node::Clause) == Some(from)
                });
                processes = questions.iter().map(|question| question.process).collect();
                services = self.services_of(&processes);
                let named: BTreeSet<GoalId> = questions.iter().filter_map(|question| question.goal).collect();
                goals = match named.is_empty() {
                    true => self.goals_of(&services),
                    false => named,
                };
            }
        }
        let mut cited: BTreeSet<ClauseId> = questions.iter().filter_map(|question| question.clause).collect();
        if let Node::Clause(clause) = from {
            cited.insert(clause);
        }
        let asked: BTreeSet<QuestionId> = questions.iter().map(|question| question.id).collect();
        let objectives = self.objectives_of(&goals);
        let reached: BTreeSet<ObjectiveId> = self
            .services
            .iter()
            .filter(|service| services.contains(&service.id))
            .flat_map(|service| service.objectives.clone())
            .collect();
        // Down from a goal all its objectives are shown; up from elsewhere those that the services work towards.
        let shown =
            |id: &ObjectiveId| objectives.contains(id) && (matches!(from, Node::Goal(_)) || reached.contains(id));
        Some(Self {
            goals: kept(&self.goals, |goal| goals.contains(&goal.id)),
            objectives: kept(&self.objectives, |objective| shown(&objective.id)),
            services: kept(&self.services, |service| services.contains(&service.id)),
            promises: kept(&self.promises, |own| {
                services.contains(&own.service) && promise.is_none_or(|promise| own.id == promise)
            }),
            processes: kept(&self.processes, |process| processes.contains(&process.id)),
            questions: kept(&self.questions, |question| asked.contains(&question.id)),
            clauses: kept(&self.clauses, |clause| cited.contains(&clause.id)),
        })
    }

    fn objectives_of(&self, goals: &BTreeSet<GoalId>) -> BTreeSet<ObjectiveId> {
        let own = self
            .objectives
            .iter()
            .filter(|objective| goals.contains(&objective.goal));
        own.map(|objective| objective.id).collect()
    }

    fn services_of(&self, processes: &BTreeSet<ProcessId>) -> BTreeSet<ServiceId> {
        let own = self.processes.iter().filter(|process| processes.contains(&process.id));
        own.flat_map(|process| process.services.clone()).collect()
    }

    fn goals_of(&self, services: &BTreeSet<ServiceId>) -> BTreeSet<GoalId> {
        let own = self.services.iter().filter(|service| services.contains(&service.id));
        let objectives: BTreeSet<ObjectiveId> = own.flat_map(|service| service.objectives.clone()).collect();
        let reached = self
            .objectives
            .iter()
            .filter(|objective| objectives.contains(&objective.id));
        reached.map(|objective| objective.goal).collect()
    }

    /// One row for each question, with everything it hangs on.
    pub fn rows(&self) -> Vec<Row<'_>> {
        self.questions.iter().map(|question| self.row(question)).collect()
    }

    fn row<'a>(&'a self, question: &'a Question) -> Row<'a> {
        let process = self.processes.iter().find(|process| process.id == question.process);
        let delivers = |service: &&Service| process.is_some_and(|process| process.services.contains(&service.id));
        let services: Vec<&Service> = self.services.iter().filter(delivers).collect();
        let is_reached = |objective: &&Objective| {
            Some(objective.goal) == question.goal
                && services
                    .iter()
                    .any(|service| service.objectives.contains(&objective.id))
        };
        let is_promised = |promise: &&Promise| services.iter().any(|service| service.id == promise.service);
        Row {
            goal: self.goals.iter().find(|goal| Some(goal.id) == question.goal),
            objectives: self.objectives.iter().filter(is_reached).collect(),
            promises: self.promises.iter().filter(is_promised).collect(),
            services,
            process,
            question,
        }
    }
}

fn kept<T: Clone>(all: &[T], keep: impl Fn(&T) -> bool) -> Vec<T> {
    all.iter().filter(|one| keep(one)).cloned().collect()
}

/// A question with everything it hangs on.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// The goal it serves.
    pub goal: Option<&'a Goal>,
    /// The objectives of that goal which its services work towards.
    pub objectives: Vec<&'a Objective>,
    /// The services its process delivers.
    pub services: Vec<&'a Service>,
    /// What is promised of them.
    pub promises: Vec<&'a Promise>,
    /// The process.
    pub process: Option<&'a Process>,
    /// The question.
    pub question: &'a Question,
}

impl Row<'_> {
    /// Whether the way from this question up to a promise, or to its clause, is broken somewhere.
    pub fn has_gap(&self) -> bool {
        self.goal.is_none()
            || self.question.clause.is_none()
            || self.objectives.is_empty()
            || self.services.is_empty()
            || self.promises.is_empty()
    }
}

#[cfg(test)]
mod tests;
