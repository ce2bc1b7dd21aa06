// Whether the page has come to rest: what it asked of the server is answered, and what came is drawn.
(() => {
    let asked = false, begun = false, quiet = 0

    // Number and value of a message's top fields; of streamlit's messages only small ones are of interest.
    const fields = bytes => {
        const found = new Map()
        let at = 0
        const varint = () => {
            let value = 0, shift = 1, byte
            do { byte = bytes[at++]; value += (byte & 127) * shift; shift *= 128 } while (byte & 128)
            return value
        }
        while (at < bytes.length) {
            const tag = varint(), value = varint()
            if ((tag & 7) === 2) at += value
            found.set(tag >> 3, value)
        }
        return found
    }
    // A busy machine needs the 8 seconds after which a page shows what it has (server/opening.js), and moves.
    const later = window.setTimeout
    window.setTimeout = (what, wait, ...more) => later(what, wait === 8000 && !window.impatient ? 1e6 : wait, ...more)

    const RERUN = 11, NEW_SESSION = 4, FINISHED = 6, EARLY_FOR_RERUN = 2  // streamlit/proto/{BackMsg,ForwardMsg}.proto

    window.WebSocket = class extends WebSocket {
        constructor(...all) {
            super(...all)
            this.addEventListener('message', ({data}) => {
                const message = fields(new Uint8Array(data))
                if (message.has(NEW_SESSION)) begun = true
                else if (begun && message.has(FINISHED) && message.get(FINISHED) !== EARLY_FOR_RERUN) asked = false
            })
        }
        send(data) {
            if (fields(new Uint8Array(data)).has(RERUN)) { asked = true; begun = false }
            super.send(data)
        }
    }

    const shown = selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility())
    const WAITING = '[data-testid=stSkeleton],[data-testid=stAppSkeleton],[data-testid=stStatusWidget],[data-stale=true],[data-testid=stFileChipIconSpinner]'
    const still = () => {
        const app = document.querySelector('[data-testid=stApp]')
        return app?.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED' && !asked
            && !document.documentElement.classList.contains('opening') && !shown(WAITING).length && document.fonts.status === 'loaded'
            && shown('[data-testid=stPlotlyChart]').every(e => e.querySelector('.main-svg'))
            && shown('[data-testid=stDataFrame]').every(e => e.querySelector('canvas'))
    }
    new MutationObserver(() => { quiet = 0 }).observe(document, {subtree: true, childList: true, characterData: true, attributes: true})

    // Called once a frame. Streamlit draws what came up to 10 ms later and Plotly in several steps: ten frames in which nothing changes.
    window.atRest = () => (quiet = still() ? quiet + 1 : 0) > 10

    // When all that the page shows at first was there to be read, be it in the index page before anything can be chosen: two frames in a row.
    const readable = () => {
        const first = document.getElementById('first-sight')
        return first ? first.querySelector('h1') && [...first.querySelectorAll('img')].every(e => e.complete) : still()
    }
    let read = 0
    const look = () => {
        read = document.body && readable() ? read + 1 : 0
        if (read > 1) window.readAt = performance.now()
        else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)

    // What moved under the reader's eyes without a click: the largest share of the screen at once, and what it was.
    window.moved = [0, '']
    new PerformanceObserver(list => list.getEntries().forEach(e => {
        const names = e.sources.map(({node, previousRect: a, currentRect: b}) =>
            `${node?.dataset?.testid ?? node?.nodeName} ${[a.x, a.y, a.height, b.x, b.y, b.height].map(Math.round)}`)
        if (!e.hadRecentInput && e.value > window.moved[0]) window.moved = [e.value, names.join('; ')]
    })).observe({type: 'layout-shift', buffered: true})

    // What a person reads, line by line: icons are letters of a font, and nobody sees their English names.
    window.textSeen = root => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), lines = []
        for (let node; node = walker.nextNode();) {
            const parent = node.parentElement
            if (parent.checkVisibility({visibilityProperty: true}) && !parent.closest('script,style') && !getComputedStyle(parent).fontFamily.includes('Material'))
                lines.push(node.textContent)
        }
        return lines.join('\n')
    }
})()
