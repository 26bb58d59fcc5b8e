"""Lets calls leave a project at the moment an export of it has counted them.

The portal counts, notes the export, then reads. A trigger on the note moves calls to another
project, as an operator could in that moment, and back when the export has ended.
"""

import sqlite3
import sys

TRIGGERS = """
CREATE TRIGGER test_take_away AFTER INSERT ON exports
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
  UPDATE calls SET project_id = NEW.project_id
  WHERE project_id = (SELECT id FROM projects WHERE slug = 'elsewhere')
    AND source_id LIKE (SELECT slug FROM projects WHERE id = NEW.project_id) || '-_';
END;
"""

database = sqlite3.connect(sys.argv[1], timeout=10)
database.executescript(TRIGGERS)
database.close()
