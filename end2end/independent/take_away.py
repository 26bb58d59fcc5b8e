"""Adds triggers that remove calls from a project after an export has counted them.

An export counts the calls, inserts its row, then reads. A trigger on the insertion moves calls to
another project, as an operator could at that moment; another moves them back after the export.
"""

import sqlite3
import sys

TRIGGERS = """
CREATE TRIGGER test_take_away AFTER INSERT ON export_projects
WHEN (SELECT slug FROM projects WHERE id = NEW.project_id) LIKE 'vanishing-%'
  OR (SELECT slug FROM projects WHERE id = NEW.project_id) LIKE 'shrinking-%'
BEGIN
  UPDATE calls SET project_id = (SELECT id FROM projects WHERE slug = 'elsewhere')
  WHERE row_id IN (
    SELECT row_id FROM calls WHERE project_id = NEW.project_id ORDER BY started_at
    LIMIT CASE WHEN (SELECT slug FROM projects WHERE id = NEW.project_id) LIKE 'vanishing-%'
      THEN 100 ELSE 2 END);
END;
CREATE TRIGGER test_bring_back AFTER UPDATE OF state ON exports WHEN NEW.state <> 'running'
BEGIN
  UPDATE calls SET project_id = (SELECT project_id FROM export_projects WHERE export_id = NEW.id)
  WHERE project_id = (SELECT id FROM projects WHERE slug = 'elsewhere')
    AND source_id LIKE (
      SELECT p.slug FROM export_projects e JOIN projects p ON p.id = e.project_id
      WHERE e.export_id = NEW.id) || '-_';
END;
"""

database = sqlite3.connect(sys.argv[1], timeout=10)
database.executescript(TRIGGERS)
database.close()
