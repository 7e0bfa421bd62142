// What some functions do before what they do in Jsonnet's standard library,
// which stands where this says error 'library' (standard.go): those that are
// slow in it and that menus use.
//
// A VM that is quick hands everything over to Go. One that is careful shows
// what it does in nothing but the time: it evaluates what a program hands over
// in the order in which the library does, no further than the library does in
// any case, and inside at least as many calls, which is what the parameters
// x1, x2, ... are for.
//
// std.mergePatch is lazy and keeps hidden fields and functions, which Go does not
// get to see; what it takes long for is std.setUnion and std.setDiff, which are
// here. std.get and std.objectValues do little but call what is in Go already.
//
// Each process puts a word that menus do not know in the place of the first one
// below (way.go).
//
// tree.go holds what this is parsed to: go generate ./pkg/source/standard.
{
  local secret = 'SECRET',
  local quick_mod = std.native(secret + ' mod'),
  local quick_format = std.native(secret + ' format'),
  local quick_slice = std.native(secret + ' slice'),
  local quick_upper = std.native(secret + ' upper'),
  local quick_lower = std.native(secret + ' lower'),
  local quick_prune = std.native(secret + ' prune'),
  local quick_find = std.native(secret + ' find'),
  local quick_union = std.native(secret + ' union'),
  local quick_inter = std.native(secret + ' inter'),
  local quick_diff = std.native(secret + ' diff'),
  local careful = std.native(secret + ' careful'),

  // A table, with what account makes of each of its accounts and of how many there
  // are; any other value as it is. It is no function of the library: what is
  // evaluated is the call of it with a program (count.go). Asserts of accounts are
  // looked at with the first of them, and so a table of none is left as it is. Nothing
  // is evaluated before its turn, and what may end in an error is first needed where
  // the library has no part in it.
  local count(value, account) =
    if std.type(value) == 'object' && std.objectHas(value, 'accounts') then
      local accounts =
        if std.type(value.accounts) == 'object' && std.length(value.accounts) > 0 then
          local names = std.objectFields(value.accounts), all = std.length(names);
          { [name]: account(all, value.accounts[name]) for name in names }
        else value.accounts;
      { [name]: if name == 'accounts' then accounts else value[name] for name in std.objectFields(value) }
    else value,

  mod(a, b)::
    local known = if quick_mod != null && std.type(b) != 'object' then quick_mod(a, b) else null;
    if known != null then known
    else if (function(x1=std.type(a)) x1)() == 'string' then std.format(a, b)
    else error 'library',

  format(str, vals)::
    // Whether a value for a conversion of a kind is one that Go formats.
    local plain(value, kind) =
      local type = std.type(value);
      if type == 'number' then value > -1e15 && value < 1e15 else type == 'string' && kind == 's';
    local all(count, is) = !std.member(std.makeArray(count, is), false);
    local formatted =
      local type = std.type(vals);
      if type == 'number' || type == 'string' then
        if std.type(str) == 'string' then careful(str, [vals]) else null
      else if std.type(str) != 'string' then null
      else if type == 'array' then
        local kinds = careful(str, std.length(vals));
        if kinds != null && all(std.length(vals), function(i) plain(vals[i], kinds[i])) then careful(str, vals) else null
      else if type == 'object' then
        local keys = careful(str, null);
        local known(i) = std.objectHasEx(vals, keys[i][1], true) && plain(vals[keys[i][1]], keys[i][0]);
        if keys != null && all(std.length(keys), known) then
          careful(str, std.makeArray(std.length(keys), function(i) vals[keys[i][1]]))
        else null;
    local known =
      if quick_format != null && std.type(vals) != 'object' then quick_format(str, vals)
      else if careful != null then (function(x1=formatted, x2=x1, x3=x2, x4=x3, x5=x4, x6=x5, x7=x6, x8=x7) x8)()
      else null;
    if known != null then known else error 'library',

  slice(indexable, index, end, step)::
    local type = std.type(indexable);
    local part = if quick_slice != null && (type == 'string' || type == 'array') then quick_slice(std.length(indexable), index, end, step) else null;
    if part == null then error 'library'
    else if type == 'string' then std.substr(indexable, part[0], part[1])
    else std.makeArray(part[1], function(i) indexable[part[0] + i]),

  asciiUpper(str)::
    local known = if quick_upper != null && std.type(str) == 'string' then quick_upper(str) else null;
    if known != null then known else error 'library',

  asciiLower(str)::
    local known = if quick_lower != null && std.type(str) == 'string' then quick_lower(str) else null;
    if known != null then known else error 'library',

  prune(a)::
    local known = if quick_prune != null then quick_prune(a) else null;
    if known != null then known else error 'library',

  split(str, c)::
    // The library looks at the types, which std.splitLimit does as well.
    if quick_find != null then std.splitLimit(str, c, -1) else error 'library',

  find(value, arr)::
    local known = if quick_find != null then quick_find(value, arr) else null;
    if known != null then known else error 'library',

  // Functions cannot be compared, and a VM that is quick has to know whether a
  // program says what the key of a member is. If none does, it is id, as in the
  // library: a call that is tailstrict crashes, with this name.
  setUnion::
    local id = if quick_union != null then secret else function(x) x;
    function(a, b, keyF=id) if quick_union != null && keyF == id then quick_union(a, b) else error 'library',

  setInter::
    local id = if quick_union != null then secret else function(x) x;
    function(a, b, keyF=id) if quick_union != null && keyF == id then quick_inter(a, b) else error 'library',

  setDiff::
    local id = if quick_union != null then secret else function(x) x;
    function(a, b, keyF=id) if quick_union != null && keyF == id then quick_diff(a, b) else error 'library',
}
