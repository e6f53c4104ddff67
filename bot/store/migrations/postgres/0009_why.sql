-- Why a message was for the bot, so that one that was edited while nobody ran is for it still.
ALTER TABLE pending ADD COLUMN why TEXT NOT NULL DEFAULT '';
