// What rewritten programs call, and what answers the questions about them.
//
// An origin says where a value was written. It is null when it is not known, the
// number of a spot, or [spot, next, elements, record]: next is the origin of
// the expression that the spot only refers to, elements are the origins of the
// elements when the spot is an array (a list of them, one number when all are
// written by the same spot, or a function that picks one), and record is that
// of the call the spot was reached by.
//
// A record of a call is [spot, record of the caller, origins of the positional
// arguments, [name, origin] of the named ones].
{
  local mark = '\u0001',
  local origins = mark + 'f:',
  local objects = mark + 'o',
  local partial = mark + 'p',
  // The most references that are followed from one value, and the most calls
  // around it; Jsonnet itself gives up at 500 nested calls.
  local longest = 600,

  // visible leaves out the fields that rewriting added.
  local visible(fields) = [k for k in fields if k == '' || k[0] != mark],

  // guard returns v with an origin of null for each field that has none, so
  // that in a sum it does not get that of a field it replaces. A spot of null
  // stands for the literal that v does not come from. A literal has all its
  // origins, and so has a sum of guarded objects.
  guard(v)::
    if std.type(v) != 'object' || std.objectHasEx(v, objects, true) && !std.objectHasEx(v, partial, true) then v
    else
      local bare = [k for k in visible(std.objectFieldsAll(v)) if !std.objectHasEx(v, origins + k, true)];
      std.foldl(function(o, k) o { [origins + k]:: null }, bare, v) { [objects]+:: [null] },

  // addition guards the right side of a sum with an inherited field, whose
  // other side is not guarded.
  addition(v):: if std.type(v) == 'object' then self.guard(v) { [partial]:: null } else v,

  // arg returns the origin of the parameter at index, called name.
  arg(record, index, name, default)::
    if record == null then null
    else if index < std.length(record[2]) then record[2][index]
    else
      local named = [pair[1] for pair in record[3] if pair[0] == name];
      if std.length(named) == 0 then default else named[0],

  // member returns the origin of o[k], where origin is that of o.
  member(o, origin, k)::
    if std.type(o) == 'array' && std.type(k) == 'number' then element(origin, k, std.length(o))
    else if std.type(o) == 'object' && std.type(k) == 'string' && std.objectHasEx(o, origins + k, true)
    then o[origins + k] else null,

  // ends picks the origin of element i of n in a sum of arrays, of which only
  // the first and the last ones are known.
  ends(first, last)::
    function(i, n)
      local hidden = n - std.length(first) - std.length(last);
      if hidden < 0 then null
      else if i < std.length(first) then first[i]
      else if i < std.length(first) + hidden then null
      else last[i - std.length(first) - hidden],

  // each returns the elements of array, each with its origin.
  each(array, list)::
    local n = std.length(array);
    if std.type(array) != 'array' then error 'not an array'
    else std.makeArray(n, function(i) [array[i], element(list, i, n)]),

  // These see all fields but those that rewriting added.
  objectFieldsEx(obj, hidden):: visible(std.objectFieldsEx(obj, hidden)),
  objectFieldsAll(o):: visible(std.objectFieldsAll(o)),
  objectValuesAll(o):: [o[k] for k in visible(std.objectFieldsAll(o))],
  objectKeysValuesAll(o):: [{ key: k, value: o[k] } for k in visible(std.objectFieldsAll(o))],

  // calls returns the spots of the calls around record, innermost first.
  local calls(record, left=longest) =
    if record == null || left == 0 then [] else [record[0]] + calls(record[1], left - 1),

  // chain returns the spots that origin leads to, each with the calls around
  // it: the one nearest to the value first.
  local chain(origin, left=longest) =
    if origin == null || left == 0 then []
    else if std.type(origin) == 'number' then [[origin]]
    else [[origin[0]] + calls(origin[3])] + chain(origin[1], left - 1),

  // element returns the origin of element i of n.
  local element(origin, i, n, left=longest) =
    if std.type(origin) != 'array' || left == 0 then null
    else if origin[1] != null then element(origin[1], i, n, left - 1)
    else if std.type(origin[2]) == 'number' then origin[2]
    else if std.type(origin[2]) == 'function' then origin[2](i, n)
    else if origin[2] != null && std.length(origin[2]) == n then origin[2][i]
    else null,

  // literals returns the spots of the object literals v is the sum of, each
  // with the calls around it: nothing where no literal made it.
  local literals(v) =
    if std.type(v) == 'object' && std.objectHasEx(v, objects, true)
    then [
      if o == null then [] else if std.type(o) == 'number' then [o] else [o[0]] + calls(o[1])
      for o in v[objects]
    ] else [],

  local size(v) = if std.type(v) == 'object' || std.type(v) == 'array' then std.length(v) else 0,

  // The number of fields asked for from which on those of the object are listed
  // once. std.objectHasEx lists them all each time, which is quicker for few.
  local many = 32,

  // among returns a function that tells whether v has a field that is one of
  // names, or the origin of one.
  local among(v, names) =
    local known =
      { [name]: false for name in names } +
      { [origins + name]: false for name in names } +
      { [name]: true for name in std.objectFieldsAll(v) };
    function(name) known[name],

  // follow returns what is known of v, and of the values inside it that the
  // question goes on to.
  local follow(v, origin, question) =
    local type = std.type(v);
    local has =
      if std.length(question.steps) < many then function(k) std.objectHasEx(v, k, true)
      else among(v, question.steps);
    local next(i) =
      local k = question.steps[i];
      if type == 'object' && std.type(k) == 'string' && has(k)
      then follow(v[k], if has(origins + k) then v[origins + k], question.inside[i])
      else if type == 'array' && std.type(k) == 'number' && k < std.length(v)
      then follow(v[k], element(origin, k, std.length(v)), question.inside[i]);
    {
      chain: chain(origin),
      literals: literals(v),
      type: type,
      size: size(v),
      [if question.deep then 'value']: v,
      inside: std.makeArray(std.length(question.steps), next),
    },

  // answer answers a question about a program, which is [value, origin] or a
  // function that returns that.
  answer(program, question)::
    local pair = if std.isFunction(program) then program() else program;
    local value = if std.isFunction(pair[0]) then pair[0]() else pair[0];
    follow(value, pair[1], question),
}
