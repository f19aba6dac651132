"""templates/report.html.j2, compiled by jinja."""

made_of = "ea18b2fe2bc7b7058c44501aa9cb9b041d5328fc31e49ae6daa2935f157e1f09"
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'report.html.j2'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_policy = resolve('policy')
    l_0_report = resolve('report')
    l_0_verdict = resolve('verdict')
    l_0_style = resolve('style')
    l_0_sign_off = resolve('sign_off')
    l_0_groups = resolve('groups')
    l_0_skipped = resolve('skipped')
    l_0_passed = resolve('passed')
    l_0_units = resolve('units')
    l_0_published = resolve('published')
    l_0_drawings = resolve('drawings')
    l_0_reason = resolve('reason')
    l_0_rows = resolve('rows')
    l_0_tally = resolve('tally')
    l_0_total = resolve('total')
    l_0_undecided = resolve('undecided')
    l_0_record = resolve('record')
    l_0_stated = resolve('stated')
    l_0_unstated = resolve('unstated')
    l_0_states = resolve('states')
    l_0_themes = resolve('themes')
    l_0_tables = resolve('tables')
    l_0_attention = resolve('attention')
    l_0_open = resolve('open')
    l_0_compared = resolve('compared')
    l_0_figures = resolve('figures')
    l_0_inputs = resolve('inputs')
    l_0_absences = resolve('absences')
    l_0_unread = resolve('unread')
    l_0_tabled = resolve('tabled')
    l_0_limit = resolve('limit')
    l_0_script = resolve('script')
    l_0_icon = l_0_facets = l_0_findings = l_0_listed = l_0_facts = l_0_place = missing
    try:
        t_1 = environment.filters['also']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'also' found.")
    try:
        t_2 = environment.filters['anchor']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No filter named 'anchor' found.")
    try:
        t_3 = environment.filters['date']
    except KeyError:
        @internalcode
        def t_3(*unused):
            raise TemplateRuntimeError("No filter named 'date' found.")
    try:
        t_4 = environment.filters['format']
    except KeyError:
        @internalcode
        def t_4(*unused):
            raise TemplateRuntimeError("No filter named 'format' found.")
    try:
        t_5 = environment.filters['heading']
    except KeyError:
        @internalcode
        def t_5(*unused):
            raise TemplateRuntimeError("No filter named 'heading' found.")
    try:
        t_6 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_6(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    try:
        t_7 = environment.filters['length']
    except KeyError:
        @internalcode
        def t_7(*unused):
            raise TemplateRuntimeError("No filter named 'length' found.")
    try:
        t_8 = environment.filters['list']
    except KeyError:
        @internalcode
        def t_8(*unused):
            raise TemplateRuntimeError("No filter named 'list' found.")
    try:
        t_9 = environment.filters['lower']
    except KeyError:
        @internalcode
        def t_9(*unused):
            raise TemplateRuntimeError("No filter named 'lower' found.")
    try:
        t_10 = environment.filters['number']
    except KeyError:
        @internalcode
        def t_10(*unused):
            raise TemplateRuntimeError("No filter named 'number' found.")
    try:
        t_11 = environment.filters['own_key']
    except KeyError:
        @internalcode
        def t_11(*unused):
            raise TemplateRuntimeError("No filter named 'own_key' found.")
    try:
        t_12 = environment.filters['replace']
    except KeyError:
        @internalcode
        def t_12(*unused):
            raise TemplateRuntimeError("No filter named 'replace' found.")
    try:
        t_13 = environment.filters['rows_of']
    except KeyError:
        @internalcode
        def t_13(*unused):
            raise TemplateRuntimeError("No filter named 'rows_of' found.")
    try:
        t_14 = environment.filters['safe']
    except KeyError:
        @internalcode
        def t_14(*unused):
            raise TemplateRuntimeError("No filter named 'safe' found.")
    try:
        t_15 = environment.filters['selectattr']
    except KeyError:
        @internalcode
        def t_15(*unused):
            raise TemplateRuntimeError("No filter named 'selectattr' found.")
    try:
        t_16 = environment.filters['size']
    except KeyError:
        @internalcode
        def t_16(*unused):
            raise TemplateRuntimeError("No filter named 'size' found.")
    try:
        t_17 = environment.filters['soft']
    except KeyError:
        @internalcode
        def t_17(*unused):
            raise TemplateRuntimeError("No filter named 'soft' found.")
    try:
        t_18 = environment.filters['text']
    except KeyError:
        @internalcode
        def t_18(*unused):
            raise TemplateRuntimeError("No filter named 'text' found.")
    try:
        t_19 = environment.filters['took']
    except KeyError:
        @internalcode
        def t_19(*unused):
            raise TemplateRuntimeError("No filter named 'took' found.")
    try:
        t_20 = environment.tests['none']
    except KeyError:
        @internalcode
        def t_20(*unused):
            raise TemplateRuntimeError("No test named 'none' found.")
    pass
    def macro(l_1_name):
        t_21 = []
        if l_1_name is missing:
            l_1_name = undefined("parameter 'name' was not provided", name='name')
        pass
        t_21.extend((
            '<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-',
            escape(environment.finalize(l_1_name)),
            '"/></svg>',
        ))
        return concat(t_21)
    context.exported_vars.add('icon')
    context.vars['icon'] = l_0_icon = Macro(environment, macro, 'icon', ('name',), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_check, l_1_state):
        t_22 = []
        if l_1_check is missing:
            l_1_check = undefined("parameter 'check' was not provided", name='check')
        if l_1_state is missing:
            l_1_state = undefined("parameter 'state' was not provided", name='state')
        pass
        t_22.extend((
            'data-check data-state="',
            escape(environment.finalize(l_1_state)),
            '" data-severity="',
            escape(environment.finalize(environment.getattr(l_1_check, 'severity'))),
            '" data-theme="',
            escape(environment.finalize(environment.getattr(l_1_check, 'theme'))),
            '" data-table="',
            escape(environment.finalize(environment.getattr(l_1_check, 'table'))),
            '"',
        ))
        return concat(t_22)
    context.exported_vars.add('facets')
    context.vars['facets'] = l_0_facets = Macro(environment, macro, 'facets', ('check', 'state'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_listing, l_1_found, l_1_caption, l_1_decided):
        t_23 = []
        if l_1_listing is missing:
            l_1_listing = undefined("parameter 'listing' was not provided", name='listing')
        if l_1_found is missing:
            l_1_found = undefined("parameter 'found' was not provided", name='found')
        if l_1_caption is missing:
            l_1_caption = undefined("parameter 'caption' was not provided", name='caption')
        if l_1_decided is missing:
            l_1_decided = undefined("parameter 'decided' was not provided", name='decided')
        pass
        t_23.extend((
            '<table class="findings">\n<caption class="unseen">',
            escape(environment.finalize(t_17(l_1_caption))),
            '</caption>\n<thead><tr><th scope="col" class="n">Row</th><th scope="col">Column</th><th scope="col">Key</th><th scope="col">Value</th><th scope="col">What is wrong</th>',
        ))
        if environment.getattr(l_1_listing, 'scattered'):
            pass
            t_23.append(
                '<th scope="col">File and sheet</th>',
            )
        if l_1_decided:
            pass
            t_23.append(
                '<th scope="col">Decision</th>',
            )
        t_23.append(
            '</tr></thead>\n<tbody>\n',
        )
        for l_2_finding in l_1_found:
            _loop_vars = {}
            pass
            t_23.extend((
                '<tr data-row><th scope="row" class="n',
                escape(environment.finalize(('' if environment.getattr(l_2_finding, 'row') else ' nil'))),
                '">',
                escape(environment.finalize(t_10(environment.getattr(l_2_finding, 'row')))),
                '</th><td class="column',
                escape(environment.finalize(('' if environment.getattr(l_2_finding, 'column') else ' nil'))),
                '">',
                escape(environment.finalize(t_18(environment.getattr(l_2_finding, 'column')))),
                '</td><td class="key',
                escape(environment.finalize(('' if t_11(l_2_finding) else ' nil'))),
                '">',
                escape(environment.finalize(t_18(t_11(l_2_finding)))),
                '</td><td class="value">',
            ))
            if t_20(environment.getattr(l_2_finding, 'value')):
                pass
                t_23.append(
                    '<span class="none">empty</span>',
                )
            else:
                pass
                t_23.extend((
                    '<code>',
                    escape(environment.finalize(t_18(environment.getattr(l_2_finding, 'value')))),
                    '</code>',
                ))
            t_23.extend((
                '</td><td class="message">',
                escape(environment.finalize(t_18(environment.getattr(l_2_finding, 'message')))),
            ))
            if environment.getattr(l_2_finding, 'places'):
                pass
                t_23.extend((
                    ' <span class="sheet">',
                    escape(environment.finalize(t_18(t_1(l_2_finding)))),
                    '</span>',
                ))
            t_23.append(
                '</td>',
            )
            if environment.getattr(l_1_listing, 'scattered'):
                pass
                t_23.extend((
                    '<td class="place">',
                    escape(environment.finalize(t_18(environment.getattr(l_2_finding, 'file')))),
                ))
                if environment.getattr(l_2_finding, 'sheet'):
                    pass
                    t_23.extend((
                        '<span class="sheet">',
                        escape(environment.finalize(t_18(environment.getattr(l_2_finding, 'sheet')))),
                        '</span>',
                    ))
                if (environment.getattr(l_2_finding, 'role') == 'previous'):
                    pass
                    t_23.append(
                        '<span class="sheet">previous release</span>',
                    )
                t_23.append(
                    '</td>',
                )
            if l_1_decided:
                pass
                t_23.extend((
                    '<td class="by"><a href="#decision-',
                    escape(environment.finalize(environment.getattr(l_2_finding, 'waived_by'))),
                    '">Decision ',
                    escape(environment.finalize(environment.getattr(l_2_finding, 'waived_by'))),
                    '</a></td>',
                ))
            t_23.append(
                '</tr>\n',
            )
        l_2_finding = missing
        t_23.append(
            '</tbody>\n</table>\n',
        )
        return concat(t_23)
    context.exported_vars.add('findings')
    context.vars['findings'] = l_0_findings = Macro(environment, macro, 'findings', ('listing', 'found', 'caption', 'decided'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_listing, l_1_decided):
        t_24 = []
        if l_1_listing is missing:
            l_1_listing = undefined("parameter 'listing' was not provided", name='listing')
        if l_1_decided is missing:
            l_1_decided = undefined("parameter 'decided' was not provided", name='decided')
        pass
        if environment.getattr(l_1_listing, 'shown'):
            pass
            t_24.extend((
                '<details class="found" open><summary>',
                escape(environment.finalize(t_17(environment.getattr(l_1_listing, 'caption')))),
                '</summary>\n',
                escape(environment.finalize(context.call((undefined(name='findings') if l_0_findings is missing else l_0_findings), l_1_listing, environment.getattr(l_1_listing, 'shown'), environment.getattr(l_1_listing, 'caption'), l_1_decided))),
                '\n',
            ))
        if environment.getattr(l_1_listing, 'folded'):
            pass
            t_24.extend((
                '<details class="more"><summary>',
                escape(environment.finalize(environment.getattr(l_1_listing, 'more'))),
                '</summary>\n',
                escape(environment.finalize(context.call((undefined(name='findings') if l_0_findings is missing else l_0_findings), l_1_listing, environment.getattr(l_1_listing, 'folded'), environment.getattr(l_1_listing, 'caption_of_folded'), l_1_decided))),
                '\n</details>\n',
            ))
        if environment.getattr(l_1_listing, 'shown'):
            pass
            t_24.append(
                '</details>',
            )
        for l_2_sentence in environment.getattr(l_1_listing, 'rest'):
            _loop_vars = {}
            pass
            t_24.extend((
                '<p class="rest">',
                escape(environment.finalize(l_2_sentence)),
                '</p>',
            ))
        l_2_sentence = missing
        return concat(t_24)
    context.exported_vars.add('listed')
    context.vars['listed'] = l_0_listed = Macro(environment, macro, 'listed', ('listing', 'decided'), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_pairs):
        t_25 = []
        if l_1_pairs is missing:
            l_1_pairs = undefined("parameter 'pairs' was not provided", name='pairs')
        pass
        for (l_2_name, l_2_value) in l_1_pairs:
            _loop_vars = {}
            pass
            t_25.extend((
                '<div><dt>',
                escape(environment.finalize(l_2_name)),
                '</dt><dd>',
                escape(environment.finalize(t_17(l_2_value))),
                '</dd></div>\n',
            ))
        l_2_name = l_2_value = missing
        return concat(t_25)
    context.exported_vars.add('facts')
    context.vars['facts'] = l_0_facts = Macro(environment, macro, 'facts', ('pairs',), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_sheet):
        t_26 = []
        if l_1_sheet is missing:
            l_1_sheet = undefined("parameter 'sheet' was not provided", name='sheet')
        pass
        t_26.extend((
            '<span class="path">',
            escape(environment.finalize(t_18(environment.getattr(l_1_sheet, 'path')))),
            '</span>',
        ))
        if environment.getattr(l_1_sheet, 'sheet'):
            pass
            t_26.extend((
                '<span class="sheet">sheet ',
                escape(environment.finalize(t_18(environment.getattr(l_1_sheet, 'sheet')))),
                '</span>',
            ))
        return concat(t_26)
    context.exported_vars.add('place')
    context.vars['place'] = l_0_place = Macro(environment, macro, 'place', ('sheet',), False, False, False, context.eval_ctx.autoescape)
    yield '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="'
    yield escape(environment.finalize((undefined(name='policy') if l_0_policy is missing else l_0_policy)))
    yield '">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n<meta name="generator" content="qa-checks '
    yield escape(environment.finalize(environment.getattr(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'tool'), 'version')))
    yield '">\n<title>'
    yield escape(environment.finalize((undefined(name='verdict') if l_0_verdict is missing else l_0_verdict)))
    yield ': '
    yield escape(environment.finalize(environment.getattr(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'release'), 'title')))
    yield ' – quality assurance report</title>\n<link rel="icon" href="data:,">\n<style>'
    yield escape(environment.finalize((undefined(name='style') if l_0_style is missing else l_0_style)))
    yield '</style>\n</head>\n<body>\n<a class="skip" href="#main">Skip to the verdict</a>\n<a class="skip" href="#checks">Skip to the checks</a>\n<svg class="symbols" aria-hidden="true" focusable="false">\n<symbol id="i-error" viewBox="0 0 16 16"><path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z"/><path class="cut" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"/></symbol>\n<symbol id="i-fail" viewBox="0 0 16 16"><path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z"/><path class="cut" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"/></symbol>\n<symbol id="i-warning" viewBox="0 0 16 16"><path d="M8 1 15.6 14.7H.4z"/><path class="cut" d="M8 5.8v4.2m0 1.4v1.5"/></symbol>\n<symbol id="i-errored" viewBox="0 0 16 16"><path d="M1 1h14v14H1z"/><path class="cut" d="M5.7 6.1C5.7 3.4 10.3 3.5 10.3 6c0 1.6-2.3 1.8-2.3 3.6m0 1.6v1.6"/></symbol>\n<symbol id="i-incomplete" viewBox="0 0 16 16"><path d="M1 1h14v14H1z"/><path class="cut" d="M5.7 6.1C5.7 3.4 10.3 3.5 10.3 6c0 1.6-2.3 1.8-2.3 3.6m0 1.6v1.6"/></symbol>\n<symbol id="i-waived" viewBox="0 0 16 16"><path d="M1.5 1h13v8.6L8 15.5 1.5 9.6z"/><path class="cut" d="M4.6 6.4h6.8"/></symbol>\n<symbol id="i-skipped" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="6.4"/><path class="ring" d="M4.8 8h6.4"/></symbol>\n<symbol id="i-passed" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.3"/><path class="cut" d="m4.5 8.3 2.4 2.4 4.6-5"/></symbol>\n<symbol id="i-pass" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.3"/><path class="cut" d="m4.5 8.3 2.4 2.4 4.6-5"/></symbol>\n</svg>\n<header class="masthead"><div><p><strong>qa-checks</strong> <span>Quality assurance report</span></p></div></header>\n<div class="page">\n<nav class="contents" aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ol>\n<li><a href="#verdict">Verdict</a></li>\n'
    if (undefined(name='sign_off') if l_0_sign_off is missing else l_0_sign_off):
        pass
        yield '<li><a href="#sign-off">Sign-off</a></li>\n'
    yield '<li><a href="#release">The release</a></li>\n<li><a href="#checks">Checks</a>\n<ol>\n'
    def t_27(fiter):
        for l_1_group in fiter:
            if environment.getattr(l_1_group, 'entries'):
                yield l_1_group
    for l_1_group in t_27((undefined(name='groups') if l_0_groups is missing else l_0_groups)):
        _loop_vars = {}
        pass
        yield '<li><a href="#'
        yield escape(environment.finalize(environment.getattr(l_1_group, 'anchor')))
        yield '">'
        yield escape(environment.finalize(environment.getattr(l_1_group, 'title')))
        yield ' <span>'
        yield escape(environment.finalize(t_7(environment.getattr(l_1_group, 'entries'))))
        yield '</span></a></li>\n'
    l_1_group = missing
    if (undefined(name='skipped') if l_0_skipped is missing else l_0_skipped):
        pass
        yield '<li><a href="#skipped">Skipped <span>'
        yield escape(environment.finalize(t_10(environment.getattr(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'summary'), 'skipped'))))
        yield '</span></a></li>'
    if (undefined(name='passed') if l_0_passed is missing else l_0_passed):
        pass
        yield '<li><a href="#passed">Passed <span>'
        yield escape(environment.finalize(t_10(environment.getattr(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'summary'), 'passed'))))
        yield '</span></a></li>'
    yield '</ol></li>\n'
    if (undefined(name='units') if l_0_units is missing else l_0_units):
        pass
        yield '<li class="screen"><a href="#units">'
        yield escape(environment.finalize(environment.getattr((undefined(name='units') if l_0_units is missing else l_0_units), 'title')))
        yield '</a></li>'
    if (undefined(name='published') if l_0_published is missing else l_0_published):
        pass
        yield '<li><a href="#tables">Published tables <span>'
        yield escape(environment.finalize(t_7((undefined(name='published') if l_0_published is missing else l_0_published))))
        yield '</span></a></li>'
    if environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'figures'):
        pass
        yield '<li><a href="#figures">Figures</a></li>'
    if (undefined(name='drawings') if l_0_drawings is missing else l_0_drawings):
        pass
        yield '<li><a href="#charts">Charts</a></li>'
    yield '<li><a href="#inputs">What was read</a></li>\n'
    if environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'second_opinion'):
        pass
        yield '<li><a href="#second-opinion">Second opinion</a></li>'
    if environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'checklist'):
        pass
        yield '<li><a href="#checklist">Checklist</a></li>'
    if environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'decisions'):
        pass
        yield '<li><a href="#decisions">Decisions</a></li>'
    yield '<li><a href="#about">About this report</a></li>\n</ol>\n</nav>\n<main id="main" tabindex="-1">\n<div class="title">\n<p class="release-id">'
    yield escape(environment.finalize(environment.getattr(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'release'), 'id')))
    yield '</p>\n<h1>'
    yield escape(environment.finalize(t_17(environment.getattr(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'release'), 'title'))))
    yield '</h1>\n</div>\n\n<section id="verdict" class="verdict '
    yield escape(environment.finalize(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'verdict')))
    yield '" aria-labelledby="verdict-title">\n'
    yield escape(environment.finalize(context.call((undefined(name='icon') if l_0_icon is missing else l_0_icon), environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'verdict'))))
    yield '\n<div>\n<h2 id="verdict-title"><span class="unseen">Verdict: </span>'
    yield escape(environment.finalize((undefined(name='verdict') if l_0_verdict is missing else l_0_verdict)))
    yield '</h2>\n<p class="reason">'
    yield escape(environment.finalize((undefined(name='reason') if l_0_reason is missing else l_0_reason)))
    yield '</p>\n'
    if environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'problems'):
        pass
        yield '<div class="problems">\n<p><strong>'
        yield escape(environment.finalize(context.call((undefined(name='rows') if l_0_rows is missing else l_0_rows), t_7(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'problems')), 'files')))
        yield ' could not be read</strong>; nothing in '
        yield escape(environment.finalize(('it' if (t_7(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'problems')) == 1) else 'them')))
        yield ' was checked.</p>\n<ul>\n'
        for l_1_problem in environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'problems'):
            _loop_vars = {}
            pass
            yield '<li><span class="path">'
            yield escape(environment.finalize(t_18(environment.getattr(l_1_problem, 'path'))))
            yield '</span> '
            yield escape(environment.finalize(t_18(environment.getattr(l_1_problem, 'message'))))
            yield '</li>\n'
        l_1_problem = missing
        yield '</ul>\n</div>\n'
    yield '</div>\n</section>\n'
    if (undefined(name='sign_off') if l_0_sign_off is missing else l_0_sign_off):
        pass
        yield escape(environment.finalize((undefined(name='sign_off') if l_0_sign_off is missing else l_0_sign_off)))
        yield '\n'
    yield '\n<svg class="states" aria-hidden="true" focusable="false" width="100%" height="8">\n'
    def t_28(fiter):
        for l_1_part in fiter:
            if environment.getattr(l_1_part, 'count'):
                yield l_1_part
    for l_1_part in t_28((undefined(name='tally') if l_0_tally is missing else l_0_tally)):
        _loop_vars = {}
        pass
        yield '<rect class="'
        yield escape(environment.finalize(environment.getattr(l_1_part, 'kind')))
        yield '" x="'
        yield escape(environment.finalize(t_4('%.3f', environment.getattr(l_1_part, 'left'))))
        yield '%" width="'
        yield escape(environment.finalize(t_4('%.3f', environment.getattr(l_1_part, 'width'))))
        yield '%" height="8"/>\n'
    l_1_part = missing
    yield '</svg>\n<dl class="tally" aria-label="Checks by how they ended">\n'
    for l_1_part in (undefined(name='tally') if l_0_tally is missing else l_0_tally):
        _loop_vars = {}
        pass
        yield '<div class="'
        yield escape(environment.finalize((environment.getattr(l_1_part, 'kind') if environment.getattr(l_1_part, 'count') else 'nil')))
        yield '"><dt>'
        yield escape(environment.finalize(context.call((undefined(name='icon') if l_0_icon is missing else l_0_icon), environment.getattr(l_1_part, 'kind'), _loop_vars=_loop_vars)))
        if environment.getattr(l_1_part, 'count'):
            pass
            yield '<a href="#'
            yield escape(environment.finalize(environment.getattr(l_1_part, 'anchor')))
            yield '">'
            yield escape(environment.finalize(environment.getattr(l_1_part, 'name')))
            yield '</a>'
        else:
            pass
            yield escape(environment.finalize(environment.getattr(l_1_part, 'name')))
        yield '</dt><dd>'
        yield escape(environment.finalize(t_10(environment.getattr(l_1_part, 'count'))))
        yield '</dd></div>\n'
    l_1_part = missing
    yield '</dl>\n<p class="sum">'
    yield escape(environment.finalize(context.call((undefined(name='rows') if l_0_rows is missing else l_0_rows), (undefined(name='total') if l_0_total is missing else l_0_total), 'checks')))
    yield ' in all, '
    yield escape(environment.finalize(context.call((undefined(name='rows') if l_0_rows is missing else l_0_rows), environment.getattr(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'summary'), 'findings'), 'findings')))
    yield '.'
    if (undefined(name='undecided') if l_0_undecided is missing else l_0_undecided):
        pass
        yield ' '
        yield escape(environment.finalize(context.call((undefined(name='rows') if l_0_rows is missing else l_0_rows), (undefined(name='undecided') if l_0_undecided is missing else l_0_undecided), 'checks')))
        yield ' that passed left <a href="#passed">rows undecided</a>, because a value is missing.'
    if (undefined(name='record') if l_0_record is missing else l_0_record):
        pass
        yield ' Warnings with a decision: '
        yield escape(environment.finalize(environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'warnings')))
        yield '.'
        if environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'checklist'):
            pass
            yield ' <a href="#checklist">Checklist</a>: '
            yield escape(environment.finalize(environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'done')))
            yield ' done.'
    yield '</p>\n\n<section id="release" aria-labelledby="release-title">\n<h2 id="release-title">The release</h2>\n<dl class="facts">\n'
    yield escape(environment.finalize(context.call((undefined(name='facts') if l_0_facts is missing else l_0_facts), (undefined(name='stated') if l_0_stated is missing else l_0_stated))))
    yield '</dl>\n'
    for l_1_note in environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'notes'):
        _loop_vars = {}
        pass
        yield '<p class="unstated">'
        yield escape(environment.finalize(l_1_note))
        yield '</p>'
    l_1_note = missing
    if (undefined(name='unstated') if l_0_unstated is missing else l_0_unstated):
        pass
        yield '<p class="unstated">Not stated: '
        yield escape(environment.finalize(t_9(t_6(context.eval_ctx, (undefined(name='unstated') if l_0_unstated is missing else l_0_unstated), ', '))))
        yield '.</p>'
    yield '</section>\n\n<section id="checks" aria-labelledby="checks-title" tabindex="-1">\n<h2 id="checks-title">Checks</h2>\n<form id="filter" role="search" aria-label="Find checks and findings" hidden>\n<div class="search"><label for="f-text">Find</label><input id="f-text" type="search" autocomplete="off" spellcheck="false" placeholder="Provider, value or word"></div>\n<div><label for="f-severity">Severity</label><select id="f-severity" data-facet="severity"><option value="">All</option><option value="error">Error</option><option value="warning">Warning</option></select></div>\n<div><label for="f-state">Outcome</label><select id="f-state" data-facet="state"><option value="">All</option>'
    for (l_1_state, l_1_word) in context.call(environment.getattr((undefined(name='states') if l_0_states is missing else l_0_states), 'items')):
        _loop_vars = {}
        pass
        yield '<option value="'
        yield escape(environment.finalize(l_1_state))
        yield '">'
        yield escape(environment.finalize(l_1_word))
        yield '</option>'
    l_1_state = l_1_word = missing
    yield '</select></div>\n<div><label for="f-theme">Theme</label><select id="f-theme" data-facet="theme"><option value="">All</option>'
    for l_1_theme in (undefined(name='themes') if l_0_themes is missing else l_0_themes):
        _loop_vars = {}
        pass
        yield '<option value="'
        yield escape(environment.finalize(l_1_theme))
        yield '">'
        yield escape(environment.finalize(t_5(l_1_theme)))
        yield '</option>'
    l_1_theme = missing
    yield '</select></div>\n<div><label for="f-table">Table</label><select id="f-table" data-facet="table"><option value="">All</option>'
    for l_1_table in (undefined(name='tables') if l_0_tables is missing else l_0_tables):
        _loop_vars = {}
        pass
        yield '<option value="'
        yield escape(environment.finalize(l_1_table))
        yield '">'
        yield escape(environment.finalize(t_5(t_13(l_1_table))))
        yield '</option>'
    l_1_table = missing
    yield '</select></div>\n<button type="button" id="f-failed" aria-pressed="false">Failed only</button>\n<button type="reset">Clear</button>\n</form>\n<p id="shown" role="status"></p>\n'
    if (undefined(name='attention') if l_0_attention is missing else l_0_attention):
        pass
        l_0_open = t_8(context.eval_ctx, t_15(context, (undefined(name='attention') if l_0_attention is missing else l_0_attention), 'outcome.unknown'))
        context.vars['open'] = l_0_open
        context.exported_vars.add('open')
        yield '<table class="overview">\n<caption>What needs attention, worst first</caption>\n<thead><tr><th scope="col">Outcome</th><th scope="col">Check</th><th scope="col">What must hold</th><th scope="col" class="n">Failed</th><th scope="col" class="n">Rows</th>'
        if (undefined(name='open') if l_0_open is missing else l_0_open):
            pass
            yield '<th scope="col" class="n">Undecided</th>'
        yield '</tr></thead>\n<tbody>\n'
        for l_1_entry in (undefined(name='attention') if l_0_attention is missing else l_0_attention):
            _loop_vars = {}
            pass
            yield '<tr data-for="check-'
            yield escape(environment.finalize(t_2(environment.getattr(environment.getattr(l_1_entry, 'check'), 'id'))))
            yield '"><td><span class="badge '
            yield escape(environment.finalize(environment.getattr(l_1_entry, 'kind')))
            yield '">'
            yield escape(environment.finalize(context.call((undefined(name='icon') if l_0_icon is missing else l_0_icon), environment.getattr(l_1_entry, 'kind'), _loop_vars=_loop_vars)))
            yield escape(environment.finalize(environment.getattr(l_1_entry, 'word')))
            yield '</span></td><th scope="row"><a href="#check-'
            yield escape(environment.finalize(t_2(environment.getattr(environment.getattr(l_1_entry, 'check'), 'id'))))
            yield '">'
            yield escape(environment.finalize(t_17(environment.getattr(environment.getattr(l_1_entry, 'check'), 'id'))))
            yield '</a></th><td class="holds">'
            yield escape(environment.finalize(environment.getattr(environment.getattr(l_1_entry, 'check'), 'title')))
            yield '</td><td class="n"><strong>'
            yield escape(environment.finalize((t_10(environment.getattr(environment.getattr(l_1_entry, 'outcome'), 'failed')) if environment.getattr(environment.getattr(l_1_entry, 'outcome'), 'checked') else '–')))
            yield '</strong></td><td class="n">'
            yield escape(environment.finalize((t_10(environment.getattr(environment.getattr(l_1_entry, 'outcome'), 'checked')) if environment.getattr(environment.getattr(l_1_entry, 'outcome'), 'checked') else '–')))
            yield '</td>'
            if (undefined(name='open') if l_0_open is missing else l_0_open):
                pass
                yield '<td class="n'
                yield escape(environment.finalize(('' if environment.getattr(environment.getattr(l_1_entry, 'outcome'), 'unknown') else ' nil')))
                yield '">'
                yield escape(environment.finalize((t_10(environment.getattr(environment.getattr(l_1_entry, 'outcome'), 'unknown')) if environment.getattr(environment.getattr(l_1_entry, 'outcome'), 'unknown') else '–')))
                yield '</td>'
            yield '</tr>\n'
        l_1_entry = missing
        yield '</tbody>\n</table>\n'
    elif (undefined(name='total') if l_0_total is missing else l_0_total):
        pass
        yield '<p class="calm">No check failed.</p>\n'
    else:
        pass
        yield '<p class="calm">No check was run.</p>\n'
    yield '\n'
    def t_29(fiter):
        for l_1_group in fiter:
            if environment.getattr(l_1_group, 'entries'):
                yield l_1_group
    for l_1_group in t_29((undefined(name='groups') if l_0_groups is missing else l_0_groups)):
        _loop_vars = {}
        pass
        yield '<section id="'
        yield escape(environment.finalize(environment.getattr(l_1_group, 'anchor')))
        yield '" class="group" aria-labelledby="'
        yield escape(environment.finalize(environment.getattr(l_1_group, 'anchor')))
        yield '-title">\n<h3 id="'
        yield escape(environment.finalize(environment.getattr(l_1_group, 'anchor')))
        yield '-title">'
        yield escape(environment.finalize(environment.getattr(l_1_group, 'title')))
        yield ' <span class="of">'
        yield escape(environment.finalize(t_7(environment.getattr(l_1_group, 'entries'))))
        yield '</span></h3>\n<p class="what">'
        yield escape(environment.finalize(environment.getattr(l_1_group, 'what')))
        yield '</p>\n'
        for l_2_entry in environment.getattr(l_1_group, 'entries'):
            l_2_check = l_2_anchor = missing
            _loop_vars = {}
            pass
            l_2_check = environment.getattr(l_2_entry, 'check')
            _loop_vars['check'] = l_2_check
            l_2_anchor = t_2(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'id'))
            _loop_vars['anchor'] = l_2_anchor
            yield '<article id="check-'
            yield escape(environment.finalize((undefined(name='anchor') if l_2_anchor is missing else l_2_anchor)))
            yield '" class="check '
            yield escape(environment.finalize(environment.getattr(l_2_entry, 'kind')))
            yield '" aria-labelledby="title-'
            yield escape(environment.finalize((undefined(name='anchor') if l_2_anchor is missing else l_2_anchor)))
            yield '"'
            yield escape(environment.finalize(context.call((undefined(name='facets') if l_0_facets is missing else l_0_facets), (undefined(name='check') if l_2_check is missing else l_2_check), environment.getattr(environment.getattr(l_2_entry, 'outcome'), 'state'), _loop_vars=_loop_vars)))
            yield '>\n<div class="head">\n<p class="kicker"><span class="badge '
            yield escape(environment.finalize(environment.getattr(l_2_entry, 'kind')))
            yield '">'
            yield escape(environment.finalize(context.call((undefined(name='icon') if l_0_icon is missing else l_0_icon), environment.getattr(l_2_entry, 'kind'), _loop_vars=_loop_vars)))
            yield escape(environment.finalize(environment.getattr(l_2_entry, 'word')))
            yield '</span> <a class="id" href="#check-'
            yield escape(environment.finalize((undefined(name='anchor') if l_2_anchor is missing else l_2_anchor)))
            yield '">'
            yield escape(environment.finalize(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'id')))
            yield '</a> <span class="name">'
            yield escape(environment.finalize(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'name')))
            yield '</span> <span class="room">Theme '
            yield escape(environment.finalize(t_12(context.eval_ctx, environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'theme'), '_', ' ')))
            if environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'table'):
                pass
                yield ' · table '
                yield escape(environment.finalize(t_12(context.eval_ctx, environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'table'), '_', ' ')))
            if (environment.getattr(environment.getattr(l_2_entry, 'outcome'), 'state') != 'failed'):
                pass
                yield ' · severity '
                yield escape(environment.finalize(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'severity')))
            yield '</span></p>\n<h4 id="title-'
            yield escape(environment.finalize((undefined(name='anchor') if l_2_anchor is missing else l_2_anchor)))
            yield '">'
            yield escape(environment.finalize(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'title')))
            yield '</h4>\n<p class="count"><strong>'
            yield escape(environment.finalize(environment.getattr(l_2_entry, 'count')))
            yield '</strong> '
            yield escape(environment.finalize(environment.getattr(l_2_entry, 'said')))
            yield '</p>\n<details class="notes" open><summary>Why, and what to do</summary>\n<dl>\n'
            if environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'why'):
                pass
                yield '<div><dt>Why it matters</dt><dd>'
                yield escape(environment.finalize(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'why')))
                yield '</dd></div>'
            if environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'remedy'):
                pass
                yield '<div><dt>What to do</dt><dd>'
                yield escape(environment.finalize(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'remedy')))
                yield '</dd></div>'
            if environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'source'):
                pass
                yield '<div class="source"><dt>Source</dt><dd>'
                yield escape(environment.finalize(t_6(context.eval_ctx, environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'source'), '; ')))
                yield '</dd></div>'
            yield '</dl>\n</details>\n</div>\n'
            if environment.getattr(l_2_entry, 'standing'):
                pass
                yield escape(environment.finalize(context.call((undefined(name='listed') if l_0_listed is missing else l_0_listed), environment.getattr(l_2_entry, 'standing'), False, _loop_vars=_loop_vars)))
            for l_3_decision in environment.getattr(l_2_entry, 'decisions'):
                _loop_vars = {}
                pass
                yield '<div class="decision">'
                yield escape(environment.finalize(context.call((undefined(name='icon') if l_0_icon is missing else l_0_icon), 'waived', _loop_vars=_loop_vars)))
                yield '<p><a href="#decision-'
                yield escape(environment.finalize(environment.getattr(l_3_decision, 'number')))
                yield '">Decision '
                yield escape(environment.finalize(environment.getattr(l_3_decision, 'number')))
                yield '</a>: <strong>'
                yield escape(environment.finalize(environment.getattr(l_3_decision, 'decision')))
                yield '</strong>. '
                yield escape(environment.finalize(t_18(environment.getattr(l_3_decision, 'reason'))))
                yield ' <span class="who">'
                yield escape(environment.finalize(environment.getattr(l_3_decision, 'who')))
                yield ', '
                yield escape(environment.finalize(t_3(environment.getattr(l_3_decision, 'when'))))
                if environment.getattr(l_3_decision, 'until'):
                    pass
                    yield '; until '
                    yield escape(environment.finalize(t_3(environment.getattr(l_3_decision, 'until'))))
                if (not environment.getattr(l_3_decision, 'in_force')):
                    pass
                    yield '; '
                    yield escape(environment.finalize(environment.getattr(l_3_decision, 'state')))
                yield '</span></p></div>\n'
            l_3_decision = missing
            if environment.getattr(l_2_entry, 'waived'):
                pass
                yield escape(environment.finalize(context.call((undefined(name='listed') if l_0_listed is missing else l_0_listed), environment.getattr(l_2_entry, 'waived'), True, _loop_vars=_loop_vars)))
            yield '</article>\n'
        l_2_entry = l_2_check = l_2_anchor = missing
        yield '</section>\n'
    l_1_group = missing
    yield '\n'
    if (undefined(name='skipped') if l_0_skipped is missing else l_0_skipped):
        pass
        yield '<section id="skipped" class="group" aria-labelledby="skipped-title">\n<h3 id="skipped-title">Skipped <span class="of">'
        yield escape(environment.finalize(t_10(environment.getattr(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'summary'), 'skipped'))))
        yield '</span></h3>\n<p class="what">Not checked, and why. A check marked required makes the verdict incomplete.</p>\n'
        for (l_1_reason, l_1_outcomes) in (undefined(name='skipped') if l_0_skipped is missing else l_0_skipped):
            _loop_vars = {}
            pass
            yield '<details class="theme skipped"'
            if t_8(context.eval_ctx, t_15(context, l_1_outcomes, 'required')):
                pass
                yield ' open'
            yield '><summary>'
            yield escape(environment.finalize(context.call((undefined(name='icon') if l_0_icon is missing else l_0_icon), 'skipped', _loop_vars=_loop_vars)))
            yield '<span>'
            yield escape(environment.finalize((t_5(l_1_reason) or 'No reason given')))
            yield '</span> <span class="of">'
            yield escape(environment.finalize(t_7(l_1_outcomes)))
            yield '</span></summary>\n<table class="quiet">\n<caption class="unseen">Skipped: '
            yield escape(environment.finalize((t_5(l_1_reason) or 'no reason given')))
            yield '</caption>\n<thead><tr><th scope="col">Check</th><th scope="col">What must hold</th><th scope="col">Severity</th><th scope="col">Table</th></tr></thead>\n<tbody>\n'
            for l_2_outcome in l_1_outcomes:
                l_2_check = missing
                _loop_vars = {}
                pass
                l_2_check = environment.getattr(l_2_outcome, 'check')
                _loop_vars['check'] = l_2_check
                yield '<tr id="check-'
                yield escape(environment.finalize(t_2(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'id'))))
                yield '"'
                yield escape(environment.finalize(context.call((undefined(name='facets') if l_0_facets is missing else l_0_facets), (undefined(name='check') if l_2_check is missing else l_2_check), 'skipped', _loop_vars=_loop_vars)))
                yield '><th scope="row">'
                yield escape(environment.finalize(t_17(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'id'))))
                if environment.getattr(l_2_outcome, 'required'):
                    pass
                    yield ' <span class="required">required</span>'
                yield '</th><td>'
                yield escape(environment.finalize(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'title')))
                yield ' <span class="name">'
                yield escape(environment.finalize(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'name')))
                yield '</span></td><td>'
                yield escape(environment.finalize(t_5(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'severity'))))
                yield '</td><td class="of-table">'
                yield escape(environment.finalize(t_13(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'table'))))
                yield '</td></tr>\n'
            l_2_outcome = l_2_check = missing
            yield '</tbody>\n</table>\n</details>\n'
        l_1_reason = l_1_outcomes = missing
        yield '</section>\n'
    yield '\n'
    if (undefined(name='passed') if l_0_passed is missing else l_0_passed):
        pass
        yield '<section id="passed" class="group" aria-labelledby="passed-title">\n<h3 id="passed-title">Passed <span class="of">'
        yield escape(environment.finalize(t_10(environment.getattr(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'summary'), 'passed'))))
        yield '</span></h3>\n<p class="what"><span class="screen">Open a theme to see its checks. </span>A row is undecided where a value that the check needs is missing; it has neither passed nor failed.</p>\n'
        for (l_1_theme, l_1_outcomes) in (undefined(name='passed') if l_0_passed is missing else l_0_passed):
            l_1_open = l_0_open
            _loop_vars = {}
            pass
            yield '<details class="theme"><summary>'
            yield escape(environment.finalize(context.call((undefined(name='icon') if l_0_icon is missing else l_0_icon), 'passed', _loop_vars=_loop_vars)))
            yield '<span>'
            yield escape(environment.finalize(t_5(l_1_theme)))
            yield '</span> <span class="of">'
            yield escape(environment.finalize(t_7(l_1_outcomes)))
            yield '</span>'
            l_1_open = t_7(t_8(context.eval_ctx, t_15(context, l_1_outcomes, 'unknown')))
            _loop_vars['open'] = l_1_open
            if (undefined(name='open') if l_1_open is missing else l_1_open):
                pass
                yield '<span class="undecided">'
                yield escape(environment.finalize((undefined(name='open') if l_1_open is missing else l_1_open)))
                yield ' with undecided rows</span>'
            yield '</summary>\n<table class="quiet">\n<caption class="unseen">Checks that passed, '
            yield escape(environment.finalize(t_5(l_1_theme)))
            yield '</caption>\n<thead><tr><th scope="col">Check</th><th scope="col">What holds</th><th scope="col">Table</th><th scope="col" class="n">Rows</th><th scope="col" class="n">Undecided</th></tr></thead>\n<tbody>\n'
            for l_2_outcome in l_1_outcomes:
                l_2_check = missing
                _loop_vars = {}
                pass
                l_2_check = environment.getattr(l_2_outcome, 'check')
                _loop_vars['check'] = l_2_check
                yield '<tr id="check-'
                yield escape(environment.finalize(t_2(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'id'))))
                yield '"'
                yield escape(environment.finalize(context.call((undefined(name='facets') if l_0_facets is missing else l_0_facets), (undefined(name='check') if l_2_check is missing else l_2_check), 'passed', _loop_vars=_loop_vars)))
                yield '><th scope="row">'
                yield escape(environment.finalize(t_17(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'id'))))
                yield '</th><td>'
                yield escape(environment.finalize(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'title')))
                yield ' <span class="name">'
                yield escape(environment.finalize(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'name')))
                yield '</span>'
                if environment.getattr(l_2_outcome, 'reason'):
                    pass
                    yield ' <span class="sheet">'
                    yield escape(environment.finalize(t_18(environment.getattr(l_2_outcome, 'reason'))))
                    yield '</span>'
                yield '</td><td class="of-table">'
                yield escape(environment.finalize(t_13(environment.getattr((undefined(name='check') if l_2_check is missing else l_2_check), 'table'))))
                yield '</td><td class="n" data-label="Rows">'
                yield escape(environment.finalize(t_10(environment.getattr(l_2_outcome, 'checked'))))
                yield '</td><td class="n" data-label="Undecided">'
                if environment.getattr(l_2_outcome, 'unknown'):
                    pass
                    yield '<strong>'
                    yield escape(environment.finalize(t_10(environment.getattr(l_2_outcome, 'unknown'))))
                    yield '</strong>'
                else:
                    pass
                    yield '0'
                yield '</td></tr>\n'
            l_2_outcome = l_2_check = missing
            yield '</tbody>\n</table>\n</details>\n'
        l_1_theme = l_1_outcomes = l_1_open = missing
        yield '</section>\n'
    yield '</section>\n\n'
    if (undefined(name='units') if l_0_units is missing else l_0_units):
        pass
        template = environment.get_template('findings_by_unit.html.j2', 'report.html.j2')
        gen = template.root_render_func(template.new_context(context.get_all(), True, {'compared': l_0_compared, 'facets': l_0_facets, 'facts': l_0_facts, 'findings': l_0_findings, 'icon': l_0_icon, 'listed': l_0_listed, 'open': l_0_open, 'place': l_0_place}))
        try:
            for event in gen:
                yield event
        finally: gen.close()
    if (undefined(name='published') if l_0_published is missing else l_0_published):
        pass
        template = environment.get_template('published_tables.html.j2', 'report.html.j2')
        gen = template.root_render_func(template.new_context(context.get_all(), True, {'compared': l_0_compared, 'facets': l_0_facets, 'facts': l_0_facts, 'findings': l_0_findings, 'icon': l_0_icon, 'listed': l_0_listed, 'open': l_0_open, 'place': l_0_place}))
        try:
            for event in gen:
                yield event
        finally: gen.close()
    if environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'figures'):
        pass
        yield '<section id="figures" aria-labelledby="figures-title">\n<h2 id="figures-title">Figures</h2>\n<table class="quiet figures">\n<caption>Computed from the rows of this release'
        if environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'figures_before'):
            pass
            yield ' and of the previous one'
        yield '</caption>\n'
        l_0_compared = environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'figures_before')
        context.vars['compared'] = l_0_compared
        context.exported_vars.add('compared')
        yield '<thead><tr><th scope="col">Figure</th><th scope="col" class="n">Value</th><th scope="col" class="n">Share</th>'
        if (undefined(name='compared') if l_0_compared is missing else l_0_compared):
            pass
            yield '<th scope="col" class="n">Previous</th><th scope="col" class="n">Share then</th><th scope="col" class="n">Change</th>'
        yield '</tr></thead>\n<tbody>\n'
        for l_1_line in (undefined(name='figures') if l_0_figures is missing else l_0_figures):
            _loop_vars = {}
            pass
            yield '<tr><th scope="row">'
            yield escape(environment.finalize((environment.getattr(l_1_line, 'title') or t_5(environment.getattr(l_1_line, 'name')))))
            yield ' <span class="name">'
            yield escape(environment.finalize(environment.getattr(l_1_line, 'name')))
            yield '</span>'
            for l_2_thing in environment.getattr(l_1_line, 'counted'):
                _loop_vars = {}
                pass
                yield '<br>'
                yield escape(environment.finalize(l_2_thing))
            l_2_thing = missing
            yield '</th><td class="n" data-label="Value">'
            if t_20(environment.getattr(l_1_line, 'value')):
                pass
                yield '<span class="none">not available</span>'
            else:
                pass
                yield escape(environment.finalize(t_10(environment.getattr(l_1_line, 'value'))))
            yield '</td><td class="n'
            yield escape(environment.finalize(('' if environment.getattr(l_1_line, 'share') else ' nil')))
            yield '" data-label="Share">'
            yield escape(environment.finalize((environment.getattr(l_1_line, 'share') or '–')))
            yield '</td>'
            if (undefined(name='compared') if l_0_compared is missing else l_0_compared):
                pass
                yield '<td class="n'
                yield escape(environment.finalize(('' if environment.getattr(l_1_line, 'before') else ' nil')))
                yield '" data-label="Previous">'
                yield escape(environment.finalize((environment.getattr(l_1_line, 'before') or '–')))
                yield '</td><td class="n'
                yield escape(environment.finalize(('' if environment.getattr(l_1_line, 'share_before') else ' nil')))
                yield '" data-label="Share then">'
                yield escape(environment.finalize((environment.getattr(l_1_line, 'share_before') or '–')))
                yield '</td><td class="n'
                yield escape(environment.finalize(('' if environment.getattr(l_1_line, 'change') else ' nil')))
                yield '" data-label="Change">'
                yield escape(environment.finalize((environment.getattr(l_1_line, 'change') or '–')))
                yield '</td>'
            yield '</tr>\n'
        l_1_line = missing
        yield '</tbody>\n</table>\n</section>\n'
    yield '\n'
    if (undefined(name='drawings') if l_0_drawings is missing else l_0_drawings):
        pass
        yield '<section id="charts" aria-labelledby="charts-title">\n<h2 id="charts-title">Charts</h2>\n<div class="drawings">\n'
        l_1_loop = missing
        for (l_1_chart, l_1_drawing), l_1_loop in LoopContext((undefined(name='drawings') if l_0_drawings is missing else l_0_drawings), undefined):
            _loop_vars = {}
            pass
            yield '<figure>\n<figcaption><h3>'
            yield escape(environment.finalize(environment.getattr(l_1_chart, 'title')))
            yield '</h3>\n'
            if environment.getattr(l_1_drawing, 'legend'):
                pass
                yield '<ul class="legend">'
                l_2_loop = missing
                for l_2_name, l_2_loop in LoopContext(environment.getattr(l_1_drawing, 'legend'), undefined):
                    _loop_vars = {}
                    pass
                    yield '<li><svg aria-hidden="true" focusable="false"><rect class="c'
                    yield escape(environment.finalize((environment.getattr(l_2_loop, 'index0') % 6)))
                    yield '" width="100%" height="100%"/></svg>'
                    yield escape(environment.finalize(l_2_name))
                    yield '</li>'
                l_2_loop = l_2_name = missing
                yield '</ul>'
            yield '<p>'
            yield escape(environment.finalize(('Share of each row, with its count.' if environment.getattr(l_1_drawing, 'legend') else 'Counts.')))
            if environment.getattr(l_1_chart, 'previous'):
                pass
                yield ' The thin bar beneath is the previous release.'
            if environment.getattr(l_1_drawing, 'left_out'):
                pass
                yield ' '
                yield escape(environment.finalize(context.call((undefined(name='rows') if l_0_rows is missing else l_0_rows), environment.getattr(l_1_drawing, 'left_out'), 'more rows', _loop_vars=_loop_vars)))
                yield ' in the table.'
            yield '</p></figcaption>\n'
            yield escape(environment.finalize(t_14(environment.getattr(l_1_drawing, 'svg'))))
            yield '\n<details><summary>The numbers as a table</summary>\n<table class="quiet">\n<caption class="unseen">'
            yield escape(environment.finalize(environment.getattr(l_1_chart, 'title')))
            yield '</caption>\n'
            if environment.getattr(l_1_chart, 'previous'):
                pass
                yield '<thead><tr><th scope="col" rowspan="2">Category</th>'
                for l_2_name in environment.getattr(l_1_chart, 'series'):
                    _loop_vars = {}
                    pass
                    yield '<th scope="colgroup" colspan="2" class="n">'
                    yield escape(environment.finalize(l_2_name))
                    yield '</th>'
                l_2_name = missing
                yield '</tr>\n<tr>'
                for l_2_name in environment.getattr(l_1_chart, 'series'):
                    _loop_vars = {}
                    pass
                    yield '<th scope="col" class="n">now</th><th scope="col" class="n">previous</th>'
                l_2_name = missing
                yield '</tr></thead>\n'
            else:
                pass
                yield '<thead><tr><th scope="col">Category</th>'
                for l_2_name in environment.getattr(l_1_chart, 'series'):
                    _loop_vars = {}
                    pass
                    yield '<th scope="col" class="n">'
                    yield escape(environment.finalize(l_2_name))
                    yield '</th>'
                l_2_name = missing
                yield '</tr></thead>\n'
            yield '<tbody>\n'
            l_2_loop = missing
            for (l_2_category, l_2_numbers), l_2_loop in LoopContext(context.call(environment.getattr(environment.getattr(l_1_chart, 'rows'), 'items'), _loop_vars=_loop_vars), undefined):
                l_2_before = missing
                _loop_vars = {}
                pass
                l_2_before = context.call(environment.getattr(environment.getattr(l_1_chart, 'previous'), 'get'), l_2_category, _loop_vars=_loop_vars)
                _loop_vars['before'] = l_2_before
                yield '<tr><th scope="row">'
                yield escape(environment.finalize(l_2_category))
                yield '</th>'
                l_3_loop = missing
                for l_3_n, l_3_loop in LoopContext(l_2_numbers, undefined):
                    _loop_vars = {}
                    pass
                    yield '<td class="n">'
                    yield escape(environment.finalize(t_10(l_3_n)))
                    yield '</td>'
                    if environment.getattr(l_1_chart, 'previous'):
                        pass
                        yield '<td class="n">'
                        yield escape(environment.finalize(t_10((environment.getitem((undefined(name='before') if l_2_before is missing else l_2_before), environment.getattr(l_3_loop, 'index0')) if (undefined(name='before') if l_2_before is missing else l_2_before) else None))))
                        yield '</td>'
                l_3_loop = l_3_n = missing
                yield '</tr>\n'
            l_2_loop = l_2_category = l_2_numbers = l_2_before = missing
            def t_30(fiter):
                for (l_2_category, l_2_numbers) in fiter:
                    if (l_2_category not in environment.getattr(l_1_chart, 'rows')):
                        yield (l_2_category, l_2_numbers)
            for (l_2_category, l_2_numbers) in t_30(context.call(environment.getattr(environment.getattr(l_1_chart, 'previous'), 'items'), _loop_vars=_loop_vars)):
                _loop_vars = {}
                pass
                yield '<tr><th scope="row">'
                yield escape(environment.finalize(l_2_category))
                yield '</th>'
                for l_3_n in l_2_numbers:
                    _loop_vars = {}
                    pass
                    yield '<td class="n">–</td><td class="n">'
                    yield escape(environment.finalize(t_10(l_3_n)))
                    yield '</td>'
                l_3_n = missing
                yield '</tr>\n'
            l_2_category = l_2_numbers = missing
            yield '</tbody>\n</table>\n</details>\n</figure>\n'
        l_1_loop = l_1_chart = l_1_drawing = missing
        yield '</div>\n</section>\n'
    yield '\n<section id="inputs" aria-labelledby="inputs-title">\n<h2 id="inputs-title">What was read</h2>\n'
    for (l_1_anchor, l_1_title, l_1_sheets) in (undefined(name='inputs') if l_0_inputs is missing else l_0_inputs):
        _loop_vars = {}
        pass
        yield '<table class="quiet sheets" id="inputs-'
        yield escape(environment.finalize(l_1_anchor))
        yield '">\n<caption>'
        yield escape(environment.finalize(l_1_title))
        yield '</caption>\n<thead><tr><th scope="col">File and sheet</th><th scope="col">Read as</th><th scope="col">Tables</th><th scope="col" class="n">Rows</th></tr></thead>\n<tbody>\n'
        for (l_2_sheet, l_2_headers) in l_1_sheets:
            _loop_vars = {}
            pass
            yield '<tr><th scope="row">'
            yield escape(environment.finalize(context.call((undefined(name='place') if l_0_place is missing else l_0_place), l_2_sheet, _loop_vars=_loop_vars)))
            yield '<span class="digest">SHA-256 <code>'
            yield escape(environment.finalize(environment.getattr(l_2_sheet, 'sha256')))
            yield '</code></span></th><td>'
            yield escape(environment.finalize((t_5(environment.getattr(l_2_sheet, 'layout_title')) or environment.getattr(l_2_sheet, 'layout'))))
            yield '<span class="sheet">'
            if environment.getattr(l_2_sheet, 'header_row'):
                pass
                yield 'header on row '
                yield escape(environment.finalize(t_10(environment.getattr(l_2_sheet, 'header_row'))))
                yield ', '
            if environment.getattr(l_2_sheet, 'encoding'):
                pass
                yield escape(environment.finalize(environment.getattr(l_2_sheet, 'encoding')))
                yield ', '
            yield escape(environment.finalize(t_16(environment.getattr(l_2_sheet, 'bytes'))))
            yield '</span>'
            if environment.getattr(l_2_sheet, 'note'):
                pass
                yield '<span class="sheet">'
                yield escape(environment.finalize(environment.getattr(l_2_sheet, 'note')))
                yield '</span>'
            if environment.getattr(l_2_headers, 'lines'):
                pass
                yield '<details class="headers"><summary>'
                yield escape(environment.finalize(environment.getattr(l_2_headers, 'summary')))
                yield '</summary><ol>'
                for l_3_line in environment.getattr(l_2_headers, 'lines'):
                    _loop_vars = {}
                    pass
                    yield '<li value="'
                    yield escape(environment.finalize(environment.getattr(l_3_line, 'position')))
                    yield '"'
                    if environment.getattr(l_3_line, 'odd'):
                        pass
                        yield ' class="odd"'
                    yield '>'
                    if environment.getattr(l_3_line, 'odd'):
                        pass
                        yield '<strong>'
                        yield escape(environment.finalize((t_18(environment.getattr(l_3_line, 'header')) or 'no header')))
                        yield '</strong>'
                    else:
                        pass
                        yield escape(environment.finalize(t_18(environment.getattr(l_3_line, 'header'))))
                    yield ' <span class="sheet">'
                    yield escape(environment.finalize(environment.getattr(l_3_line, 'read')))
                    yield '</span></li>'
                l_3_line = missing
                yield '</ol></details>'
            yield '</td><td>'
            if environment.getattr(l_2_sheet, 'tables'):
                pass
                yield '<ul>'
                for (l_3_table, l_3_n) in context.call(environment.getattr(environment.getattr(l_2_sheet, 'tables'), 'items'), _loop_vars=_loop_vars):
                    _loop_vars = {}
                    pass
                    yield '<li>'
                    yield escape(environment.finalize(context.call((undefined(name='rows') if l_0_rows is missing else l_0_rows), l_3_n, l_3_table, _loop_vars=_loop_vars)))
                    yield '</li>'
                l_3_table = l_3_n = missing
                yield '</ul>'
            else:
                pass
                yield '–'
            yield '</td><td class="n" data-label="Rows">'
            yield escape(environment.finalize(t_10(environment.getattr(l_2_sheet, 'rows'))))
            yield '</td></tr>\n'
        l_2_sheet = l_2_headers = missing
        yield '</tbody>\n</table>\n'
    l_1_anchor = l_1_title = l_1_sheets = missing
    if (not (undefined(name='inputs') if l_0_inputs is missing else l_0_inputs)):
        pass
        yield '<p class="calm">No sheet was recognised.</p>'
    if (undefined(name='absences') if l_0_absences is missing else l_0_absences):
        pass
        yield '<table class="quiet" id="inputs-absent">\n<caption>Columns that such files have, and these have not</caption>\n<thead><tr><th scope="col">File and sheet</th><th scope="col">Columns</th><th scope="col">Why, as release.yml says</th></tr></thead>\n<tbody>\n'
        for l_1_absence in (undefined(name='absences') if l_0_absences is missing else l_0_absences):
            _loop_vars = {}
            pass
            yield '<tr><th scope="row"><span class="path">'
            yield escape(environment.finalize(t_18(environment.getattr(l_1_absence, 'path'))))
            yield '</span>'
            if environment.getattr(l_1_absence, 'sheet'):
                pass
                yield '<span class="sheet">'
                yield escape(environment.finalize(t_18(environment.getattr(l_1_absence, 'sheet'))))
                yield '</span>'
            yield '</th><td>'
            yield escape(environment.finalize(environment.getattr(l_1_absence, 'columns')))
            yield '</td><td>'
            yield escape(environment.finalize((t_18(environment.getattr(l_1_absence, 'reason')) or '–')))
            yield '</td></tr>\n'
        l_1_absence = missing
        yield '</tbody>\n</table>\n'
    if (undefined(name='unread') if l_0_unread is missing else l_0_unread):
        pass
        yield '<table class="quiet" id="inputs-unread">\n<caption>Sheets that were not checked</caption>\n<thead><tr><th scope="col">File and sheet</th><th scope="col">Why not</th><th scope="col" class="n">Rows</th></tr></thead>\n<tbody>\n'
        for l_1_sheet in (undefined(name='unread') if l_0_unread is missing else l_0_unread):
            _loop_vars = {}
            pass
            yield '<tr><th scope="row">'
            yield escape(environment.finalize(context.call((undefined(name='place') if l_0_place is missing else l_0_place), l_1_sheet, _loop_vars=_loop_vars)))
            if (environment.getattr(l_1_sheet, 'role') == 'previous'):
                pass
                yield '<span class="sheet">previous release</span>'
            yield '</th><td>'
            yield escape(environment.finalize((t_5(environment.getattr(l_1_sheet, 'note')) or 'No known layout.')))
            yield '</td><td class="n" data-label="Rows">'
            yield escape(environment.finalize(t_10(environment.getattr(l_1_sheet, 'rows'))))
            yield '</td></tr>\n'
        l_1_sheet = missing
        yield '</tbody>\n</table>\n'
    if (undefined(name='tabled') if l_0_tabled is missing else l_0_tabled):
        pass
        yield '<p class="unstated">Sheets of <a href="#tables">published tables</a>: '
        l_1_loop = missing
        for l_1_sheet, l_1_loop in LoopContext((undefined(name='tabled') if l_0_tabled is missing else l_0_tabled), undefined):
            _loop_vars = {}
            pass
            yield escape(environment.finalize(context.call((undefined(name='place') if l_0_place is missing else l_0_place), l_1_sheet, _loop_vars=_loop_vars)))
            if (not environment.getattr(l_1_loop, 'last')):
                pass
                yield '; '
        l_1_loop = l_1_sheet = missing
        yield '.</p>\n'
    if environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'problems'):
        pass
        yield '<table class="quiet" id="inputs-problems">\n<caption>Files that could not be read</caption>\n<thead><tr><th scope="col">File</th><th scope="col">Why not</th></tr></thead>\n<tbody>\n'
        for l_1_problem in environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'problems'):
            _loop_vars = {}
            pass
            yield '<tr><th scope="row"><span class="path">'
            yield escape(environment.finalize(t_18(environment.getattr(l_1_problem, 'path'))))
            yield '</span></th><td>'
            yield escape(environment.finalize(t_18(environment.getattr(l_1_problem, 'message'))))
            yield '</td></tr>\n'
        l_1_problem = missing
        yield '</tbody>\n</table>\n'
    yield '</section>\n\n'
    if environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'second_opinion'):
        pass
        template = environment.get_template('second_opinion.html.j2', 'report.html.j2')
        gen = template.root_render_func(template.new_context(context.get_all(), True, {'compared': l_0_compared, 'facets': l_0_facets, 'facts': l_0_facts, 'findings': l_0_findings, 'icon': l_0_icon, 'listed': l_0_listed, 'open': l_0_open, 'place': l_0_place}))
        try:
            for event in gen:
                yield event
        finally: gen.close()
    if (undefined(name='record') if l_0_record is missing else l_0_record):
        pass
        template = environment.get_template('record.html.j2', 'report.html.j2')
        gen = template.root_render_func(template.new_context(context.get_all(), True, {'compared': l_0_compared, 'facets': l_0_facets, 'facts': l_0_facts, 'findings': l_0_findings, 'icon': l_0_icon, 'listed': l_0_listed, 'open': l_0_open, 'place': l_0_place}))
        try:
            for event in gen:
                yield event
        finally: gen.close()
    yield '</main>\n<footer id="about" aria-labelledby="about-title">\n<h2 id="about-title">About this report</h2>\n<dl class="facts">\n'
    yield escape(environment.finalize(context.call((undefined(name='facts') if l_0_facts is missing else l_0_facts), [('Tool', markup_join(('qa-checks ', environment.getattr(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'tool'), 'version'), ))), ('Engine', environment.getattr(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'tool'), 'engine')), ('Time taken', t_19(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'seconds')))])))
    yield '\n<div class="wide"><dt>Rulebook, SHA-256</dt><dd><code class="digest">'
    yield escape(environment.finalize(environment.getattr(environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'tool'), 'rulebook_sha256')))
    yield '</code></dd></div>\n</dl>\n<dl class="glossary">\n<div><dt>Failed (error)</dt><dd>The check found something that is certainly inconsistent. The release fails.</dd></div>\n<div><dt>Failed (warning)</dt><dd>The check found something that a person must decide on.</dd></div>\n<div><dt>Could not run</dt><dd>The check itself broke off. It has neither passed nor failed, and the release cannot pass.</dd></div>\n<div><dt>Waived</dt><dd>Every finding is covered by a recorded decision.</dd></div>\n<div><dt>Skipped</dt><dd>Something the check needs was not given.</dd></div>\n<div><dt>Undecided</dt><dd>A row of which a value that the check needs is missing. It is counted apart: it has neither passed nor failed.</dd></div>\n<div><dt>Row</dt><dd>Counts of a check are of rows. A provider that stands in several views of the release has a row in each.</dd></div>\n</dl>\n<p>Counts are always of all rows. The page lists at most '
    yield escape(environment.finalize(t_10((undefined(name='limit') if l_0_limit is missing else l_0_limit))))
    yield ' findings of a check; the files beside it list more. The same files and the same rulebook give the same report.</p>\n</footer>\n</div>\n<script>'
    yield escape(environment.finalize((undefined(name='script') if l_0_script is missing else l_0_script)))
    yield '</script>\n</body>\n</html>'

blocks = {}
debug_info = '1=164&2=177&3=186&5=198&7=211&8=214&10=227&11=232&16=311&17=318&18=324&20=327&21=331&22=333&25=336&26=341&28=353&29=358&30=363&33=372&34=379&40=393&44=395&45=397&47=401&69=403&75=407&76=415&78=422&79=427&81=433&82=438&83=443&84=446&86=450&87=453&88=456&94=460&95=462&98=464&99=466&101=468&102=470&103=472&105=475&107=479&108=483&115=490&116=492&120=495&121=503&125=511&126=515&129=533&134=553&135=555&136=562&144=568&145=578&146=588&151=598&152=600&155=604&157=608&158=612&162=639&168=646&169=654&170=658&171=664&172=666&173=670&174=672&175=675&177=683&178=704&179=708&182=712&183=717&184=722&188=728&189=731&190=735&192=758&198=766&200=769&202=771&203=775&205=785&208=787&209=791&210=794&219=816&221=819&223=821&224=826&226=840&229=842&230=846&231=849&241=883&242=891&243=899&247=902&248=906&249=910&251=914&252=918&259=959&263=963&265=967&266=969&267=984&268=994&271=996&272=998&273=1001&274=1009&276=1018&279=1028&280=1032&281=1035&283=1052&284=1060&297=1075&298=1079&299=1081&302=1083&303=1087&308=1158&309=1161&314=1164&315=1168&320=1182&325=1185&326=1189&331=1200&332=1204&334=1213&339=1216&340=1220&347=1227&348=1235&353=1244&354=1246&365=1248&368=1250'
