import { createClusterList } from '../../webview/map/clusterList.ts';
import { ClusterStore } from '../../webview/map/clusterStore.ts';
import type { CreateView } from '../../webview/views/view.ts';

/** A map that is nothing but the list of clusters beside it. */
const create: CreateView = (page) => {
  const store = new ClusterStore(page);
  const list = createClusterList(page, store);
  const element = document.createElement('div');
  element.className = 'map-view';
  element.tabIndex = -1;
  element.append(list.element);
  return {
    element,
    show: (state) => {
      list.show(state);
      page.thumbnails.want(list.wanted);
    },
    focus: () => element.focus(),
  };
};
export default create;
