const fs = require('fs');
const kept = '/kept/' + process.env.INPUT_KEY;
if (!fs.existsSync(kept)) fs.copyFileSync(process.env.INPUT_PATH, kept);
