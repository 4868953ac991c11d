-- when a photo was taken, by the device or the camera; NULL where that is not known (owner: platform)
ALTER TABLE attachments ADD COLUMN taken_at timestamptz;
