DROP TABLE watch_checks;
DROP TABLE watches;
DROP TABLE finding_dismissals;
DROP TABLE finding_verifications;
DROP TABLE corrective_actions;
DROP TABLE finding_causes;
DROP TABLE finding_containments;
DROP TABLE findings;
