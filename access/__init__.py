"""Who may do what: settings, people and roles, the gate before every address, ended sessions,
upload limits, the audit trail. No page, no query."""
