/**
 * What Odoo's private parts do for us, each behind a name, and why no public part does.
 *
 * Odoo may change them in any release. Nothing else here touches them: a test finds who
 * does, and others fail as soon as one of them is called no more.
 *
 * The models are handed in: those of graphs are loaded when the first graph is opened.
 */

/**
 * A model of lists that comes by whenever a list, grouped or not, is read.
 *
 * The answer brings more than Odoo keeps of it, and a loading has to be known of from
 * its beginning. `load` sees neither: pagers, groups and sorting go past it.
 */
export const ReadsLists = (Model) =>
    class extends Model {
        async _loadUngroupedList(config, ...others) {
            return this.readList(config, (asked) =>
                super._loadUngroupedList(asked, ...others)
            );
        }

        async _webReadGroup(config, ...others) {
            return this.readList(config, (asked) =>
                super._webReadGroup(asked, ...others)
            );
        }

        /**
         * @param {Object} config what is to be read
         * @param {Function} read takes it, or another one, and gives Odoo's answer
         */
        async readList(config, read) {
            return read(config);
        }
    };

/**
 * A model of graphs that changes what is drawn: Odoo's renderer takes it as it is.
 *
 * Odoo draws a zero where nothing is known, in its own order, and adds up whatever a
 * line shows. Its public methods give what the charts of all views are made from.
 */
export const DrawsGraphs = (Model) =>
    class extends Model {
        async _loadDataPoints(metaData) {
            const [points, ...others] = await super._loadDataPoints(metaData);
            return [this.adjustPoints(points, metaData), ...others];
        }

        _getData() {
            return this.adjustData(super._getData(...arguments));
        }

        _getLineOverlayDataset() {
            return this.hasSumLine ? super._getLineOverlayDataset() : null;
        }

        /** The points, as they were read. */
        adjustPoints(points) {
            return points;
        }

        /** What is drawn: the series, with their values. */
        adjustData(data) {
            return data;
        }

        /** Whether a line of sums is drawn across the series. */
        get hasSumLine() {
            return true;
        }
    };
