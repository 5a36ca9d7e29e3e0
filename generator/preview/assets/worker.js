// One stream of news for all tabs: a browser opens six connections to a host and no more, whatever the number of tabs.
const tabs = new Set();
let news = null;

const listen = () => {
  const stream = new EventSource("events");
  stream.onmessage = ({ data }) => {
    news = data;
    for (const tab of tabs) tab.postMessage(data);
  };
  stream.onerror = () => {
    // Most errors heal by themselves; one that closed the stream does not.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  };
};

onconnect = ({ ports: [tab] }) => {
  tabs.add(tab);
  tab.onmessage = () => tabs.delete(tab);
  if (news) tab.postMessage(news);
};

listen();
