// What is one's own: a wallet that a feed keeps up to date, and one's likes page by page.
import { graphql } from "relay-runtime";

export const mine = graphql`
  query MineQuery($count: Int!) {
    me {
      person {
        ...Feed_target
      }
      wallet {
        ...Mine_wallet
      }
      ...Mine_likes @arguments(count: $count)
    }
  }
`;

export const wallet = graphql`
  fragment Mine_wallet on Wallet @refetchable(queryName: "MineWalletQuery") {
    version
    budget {
      amount
      currency
    }
  }
`;

export const likes = graphql`
  fragment Mine_likes on Me
  @refetchable(queryName: "MineLikesPageQuery")
  @argumentDefinitions(count: { type: "Int!" }, cursor: { type: "String" }) {
    likes(first: $count, after: $cursor) @connection(key: "Mine_likes") {
      edges {
        node {
          ...Mine_like
        }
      }
    }
  }
`;

export const like = graphql`
  fragment Mine_like on Like {
    month
    target {
      ...Feed_target
    }
  }
`;

export const moved = graphql`
  subscription MineWalletSubscription($after: Cursor) {
    walletUpdated(after: $after) {
      ...Mine_wallet
    }
  }
`;
