// HiGHS (npm module 'highs') on a CPLEX LP file. usage: node highs.js MODULE FILE SECONDS
const [module_, file, seconds] = process.argv.slice(2);
const load = require(require('path').resolve(module_));
load().then((highs) => {
  const solution = highs.solve(require('fs').readFileSync(file, 'utf8'), {
    time_limit: Number(seconds),
  });
  console.log(`status ${solution.Status}\nobjective ${solution.ObjectiveValue}`);
});
